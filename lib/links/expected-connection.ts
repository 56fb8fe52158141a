import type { ConnectionDetail } from "@/lib/health";
import { DAY_MS } from "@/lib/time/durations";
import { scopeDriftOf } from "@/lib/token";
import type { LinkDeps } from "./link-deps";
import type { LinkPurpose } from "./link-row";

/** A working connection whose final date is nearer than this may be renewed ahead of it. */
const RENEWED_AHEAD_MS = 90 * DAY_MS;

/** The connection of a company to a provider, if it ever had one. */
export async function connectionOf(
  { health }: Pick<LinkDeps, "health">,
  { companyId, connectionType }: { companyId: string; connectionType: string },
): Promise<ConnectionDetail | undefined> {
  const id = await health.findConnectionOf(companyId, connectionType);
  return id === undefined ? undefined : health.findConnection(id);
}

/** What a link stands before: a consent, nothing to do, or a connection that an admin ended meanwhile. */
export function needOf(
  { clock, tokenService }: Pick<LinkDeps, "clock" | "tokenService">,
  purpose: LinkPurpose,
  connection: ConnectionDetail | undefined,
): "consent" | "nothing" | "ended" {
  if (!isLive(connection)) return purpose === "connect" ? "consent" : "ended";
  const { connectionType, hardExpiresAt, scope, verdict } = connection;
  const wanted = tokenService.wantedScopes().find((one) => one.connectionType === connectionType);
  const { missing, ending } = scopeDriftOf(scope, wanted);
  const works = verdict.status === "working" && missing.length === 0 && ending.length === 0;
  return works && !isRenewedAhead(hardExpiresAt, clock.nowMs()) ? "nothing" : "consent";
}

/** What a link's consent is for now: a company that was connected otherwise meanwhile is reconnected. */
export function purposeNow(purpose: LinkPurpose, connection: ConnectionDetail | undefined): LinkPurpose {
  return isLive(connection) ? "reconnect" : purpose;
}

function isLive(connection: ConnectionDetail | undefined): connection is ConnectionDetail {
  return connection !== undefined && !connection.disconnectedAt;
}

/** Whether a link may renew a working connection, because its final date is near. */
export function isRenewedAhead(hardExpiresAt: Date | null, nowMs: number): boolean {
  return hardExpiresAt !== null && hardExpiresAt.getTime() - nowMs < RENEWED_AHEAD_MS;
}
