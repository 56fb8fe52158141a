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
/** Consents that visitors may begin in a quarter of an hour: from one network, from one site, and in this process. */
const MOST = { network: 20, site: 60, process: 500 };
/** A connection that was read so recently is not read again for a hint. */
const JUST_READ_MS = 10 * MINUTE_MS;
const HINT = { kind: "system", id: "disconnect page" } as const;

const visits = () => oncePerProcess("visits", () => ({ since: 0, all: 0, begun: new Map<string, number>() }));
/** Organisations whose hint waits or is followed. */
const hinted = () => oncePerProcess("disconnect hints", () => new Set<string>());

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
    Object.assign(room, { since: nowMs, all: 0, begun: new Map() });
  const { since, begun } = room;
  const { network, site } = networksOf(requestContext().ipAddress);
  const places = [`network ${network}`, `site ${site}`] as const;
  const count = (place: string) => begun.get(place) ?? 0;
  const isNetworkFull = count(places[0]) >= MOST.network || count(places[1]) >= MOST.site;
  if (isNetworkFull || room.all >= MOST.process) {
    const retryAfterMs = since + WINDOW_MS - nowMs;
    const nextStep = `Try again in ${waitWords(retryAfterMs)}.`;
    const message = isNetworkFull
      ? "Too many attempts from your network."
      : "Too many people are reconnecting at the moment.";
    throw new CountersignError("too_many_attempts", message, { retryAfterMs, nextStep });
  }
  const take = (by: number) => {
    room.all += by;
    for (const place of places) begun.set(place, count(place) + by);
  };
  take(1);
  try {
    return await tokenService.beginVisit(request);
  } catch (error) {
    // What did not begin takes no place, unless its quarter of an hour is over.
    if (room.since === since) take(-1);
    throw error;
  }
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
  const key = `${connectionType} ${tenantId}`;
  const underWay = hinted();
  if (underWay.has(key)) return;
  const follow = () =>
    actAs(HINT, async () => {
      const [found] = await liveConnectionsTo(deps.database, deps.tenantIds, {
        connectionType,
        tenantIds: [tenantId],
      });
      const connection = found && (await deps.health.findConnection(found.id));
      const readAtMs = connection?.lastChecked?.getTime() ?? 0;
      if (!connection || deps.clock.nowMs() - readAtMs < JUST_READ_MS) return;
      const { companyId } = connection;
      await deps.health.checkConnection({ companyId, connectionType });
      // What it found is on record; a failure of ours is the jobs' to repeat.
    })
      .catch(() => undefined)
      .finally(() => underWay.delete(key));
  if (behindAnswer(deps.database, follow, "hints")) underWay.add(key);
}

/** The company of the live connection to an organisation. */
export async function companyOfTenant(
  { database, tenantIds }: LinkDeps,
  { connectionType, tenantId }: { connectionType: string; tenantId: string },
): Promise<string | undefined> {
  const [connection] = await liveConnectionsTo(database, tenantIds, {
    connectionType,
    tenantIds: [tenantId],
  });
  return connection?.companyId;
}
