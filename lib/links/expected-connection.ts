import type { ConnectionDetail } from "@/lib/health";
import { DAY_MS } from "@/lib/time/durations";
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
  purpose: LinkPurpose,
  connection: ConnectionDetail | undefined,
  nowMs: number,
): "consent" | "nothing" | "ended" {
  const isLive = connection && !connection.disconnectedAt;
  if (purpose === "connect") return isLive ? "nothing" : "consent";
  if (!isLive) return "ended";
  const { hardExpiresAt, verdict } = connection;
  return verdict.status === "working" && !isRenewedAhead(hardExpiresAt, nowMs) ? "nothing" : "consent";
}

/** Whether a link may renew a working connection, because its final date is near. */
export function isRenewedAhead(hardExpiresAt: Date | null, nowMs: number): boolean {
  return hardExpiresAt !== null && hardExpiresAt.getTime() - nowMs < RENEWED_AHEAD_MS;
}
