import { CountersignError } from "@/lib/errors";
import { behindAnswer } from "@/lib/people";
import { networksOf } from "@/lib/people/network-of";
import { oncePerProcess } from "@/lib/process";
import { actAs, requestContext } from "@/lib/request-context";
import { MINUTE_MS } from "@/lib/time/durations";
import { waitWords } from "@/lib/time/wait-words";
import { liveConnectionsTo } from "@/lib/token/views";
import type { LinkDeps } from "./link-deps";

const WINDOW_MS = 15 * MINUTE_MS;
/** Consents that visitors may begin in a quarter of an hour: from one network, and in this process. */
const MOST = { network: 20, process: 500 };
/** A connection that was read so recently is not read again for a hint. */
const JUST_READ_MS = 10 * MINUTE_MS;
const HINT = { kind: "system", id: "disconnect page" } as const;

const visits = () =>
  oncePerProcess("visits", () => ({ since: 0, all: 0, byNetwork: new Map<string, number>() }));

/**
 * Begins a consent for whoever a provider sent here. It is judged in memory, before any query.
 *
 * @returns The provider's consent page.
 * @throws {CountersignError} `too_many_attempts`
 */
export async function startVisit(
  { clock, tokenService }: LinkDeps,
  request: { connectionType: string; browserKey: string; returnTo: string },
): Promise<URL> {
  const nowMs = clock.nowMs();
  const room = visits();
  if (Math.abs(nowMs - room.since) >= WINDOW_MS)
    Object.assign(room, { since: nowMs, all: 0, byNetwork: new Map() });
  const { network } = networksOf(requestContext().ipAddress);
  const begun = room.byNetwork.get(network) ?? 0;
  if (begun >= MOST.network || room.all >= MOST.process) {
    const retryAfterMs = room.since + WINDOW_MS - nowMs;
    const nextStep = `Try again in ${waitWords(retryAfterMs)}.`;
    throw new CountersignError("too_many_attempts", "Too many attempts from your network.", {
      retryAfterMs,
      nextStep,
    });
  }
  room.all += 1;
  room.byNetwork.set(network, begun + 1);
  return tokenService.beginVisit(request);
}

/**
 * Takes a stranger's word that an organisation was disconnected at its provider: a connection to it is read, behind the
 * answer, so that the answer tells nothing.
 */
export function hintDisconnect(
  deps: LinkDeps,
  { connectionType, tenantId }: { connectionType: string; tenantId: string },
): void {
  if (!/^[\w-]{1,100}$/.test(tenantId)) return;
  behindAnswer(deps.database, () =>
    actAs(HINT, async () => {
      const [hinted] = await liveConnectionsTo(deps.database, { connectionType, tenantIds: [tenantId] });
      const connection = hinted && (await deps.health.findConnection(hinted.id));
      const readAtMs = connection?.lastChecked?.getTime() ?? 0;
      if (!connection || deps.clock.nowMs() - readAtMs < JUST_READ_MS) return;
      const { companyId } = connection;
      await deps.health.checkConnection({ companyId, connectionType });
      // What it found is on record; a failure of ours is the jobs' to repeat.
    }).catch(() => undefined),
  );
}

/** The company of the live connection to an organisation. */
export async function companyOfTenant(
  { database }: LinkDeps,
  { connectionType, tenantId }: { connectionType: string; tenantId: string },
): Promise<string | undefined> {
  const [connection] = await liveConnectionsTo(database, { connectionType, tenantIds: [tenantId] });
  return connection?.companyId;
}
