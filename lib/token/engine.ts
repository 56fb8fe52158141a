import type { AuditBuffer } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type Database, type DatabaseClock, type Listener, listen, type NotificationRoute } from "@/lib/db";
import { settleRests } from "./consent/rests/settle-rests";
import { sweepConsents } from "./consent/sweep";
import { createTokenCounts } from "./counts";
import type { TokenDeps } from "./deps";
import { sendRevocations } from "./disconnect/revocations";
import { applyAccepted, readDiscovery } from "./discovery/read-discovery";
import { markMisfits } from "./grants/misfits";
import type { Keyring } from "./keys/keyring";
import { requireKnownKeys } from "./keys/require-known-keys";
import type { Provider } from "./providers/provider";
import { createBreaker } from "./refresh/breaker";
import { createGrantChanges } from "./refresh/grant-changes";
import { openJournal } from "./refresh/journal";
import { type DueGrant, findDueGrants, keepFresh } from "./refresh/keep-fresh";
import { createRefresher } from "./refresh/refresh";
import { replayWhatCanBe } from "./refresh/replay";
import { createTokenService, type TokenService } from "./service";
import { readStats, type TokenStats } from "./stats";
import { VendCache } from "./vend/vend-cache";
import { VendedGrants } from "./vend/vended-grants";
import { GRANT_CHANNEL } from "./views";

export type { DueGrant } from "./refresh/keep-fresh";

const TIDY_EVERY_MS = 60_000;

export interface EngineOptions
  extends Pick<
    TokenDeps,
    | "recordHealth"
    | "recordHealthy"
    | "spendLink"
    | "countRefusal"
    | "audit"
    | "auditStrict"
    | "timings"
    | "random"
    | "log"
  > {
  database: Database;
  /** Where changes of grants are told and heard. */
  notifications: NotificationRoute;
  keyring: Keyring;
  providers: ReadonlyMap<string, Provider>;
  clock: Clock | DatabaseClock;
  /** Where rotations rest until Postgres has them. */
  journalDirectory: string;
}

/** A running token service: what serves, and how it starts and ends. */
export interface TokenEngine {
  readonly service: TokenService;
  /** Whether a crash between a provider's answer and its commit loses nothing: the journal can be written. */
  readonly journalled: boolean;
  /** Some grants whose refresh is due; `limit` is for each provider and reason. */
  findDueGrants(limit: number): Promise<DueGrant[]>;
  /** Refreshes those of these grants that are still due. Failures are on record; only a silent database throws. */
  keepFresh(grants: readonly DueGrant[]): Promise<void>;
  /** Writes down which grants this process vended; done every minute without being asked. */
  saveVended(): Promise<void>;
  /** Tells providers of the disconnects that are due. @returns How many were told. */
  sendRevocations(): Promise<number>;
  /** Settles some of the consents that rest and whose person has no account. @returns How many it looked at. */
  settleRests(): Promise<number>;
  /** Deletes some of what consents left behind that can't be used any more. @returns How many rows went. */
  sweepConsents(): Promise<number>;
  /** Reads the discovery documents that were last read so long ago. @returns How many name other addresses than those in effect. */
  readDiscovery(olderThanMs: number): Promise<number>;
  stats(): Promise<TokenStats>;
  /** Lets refreshes under way and audit rows land, then stops. */
  stop(): Promise<void>;
}

/**
 * Starts the token service: keys checked, journal replayed, notifications heard.
 *
 * @throws {CountersignError} `misconfigured`: a stored token set needs a key that is not configured.
 */
export async function startTokenEngine(options: EngineOptions): Promise<TokenEngine> {
  const { database, notifications, keyring, clock, log, providers, random } = options;
  await requireKnownKeys(database, keyring);
  const cache = new VendCache();
  const changes = createGrantChanges();
  const journal = await openJournal(options.journalDirectory, keyring).catch((error: Error) => {
    const consequence = "The journal's folder can't be written: a crash during a refresh may lose a token";
    log.warn({ error: error.message }, consequence);
    return null;
  });
  const nowMs = () => clock.nowMs();
  const breakers = new Map(
    [...providers].map(([name, { displayName }]) => [name, createBreaker(displayName, { nowMs, random })]),
  );
  const vended = new VendedGrants();
  const counts = createTokenCounts(providers.keys());
  const deps: TokenDeps = { ...options, breakers, cache, changes, counts, vended, journal };
  const refresher = createRefresher(deps);
  const listener = hearGrantChanges(notifications, deps);
  await listener.started;
  await applyAccepted(deps);
  await replayWhatCanBe(deps);
  const marking = markMisfits(deps);
  const saveVended = () =>
    vended
      .save(database)
      .catch((error: Error) => log.warn({ error: error.message }, "Vended grants wait for the database"));
  const followAccepted = () =>
    applyAccepted(deps).catch((error: Error) =>
      log.warn({ error: error.message }, "Accepted addresses of providers can't be read"),
    );
  const tidy = () => Promise.all([saveVended(), replayWhatCanBe(deps), followAccepted()]);
  const tidying = setInterval(tidy, TIDY_EVERY_MS);
  tidying.unref();
  return {
    service: createTokenService(deps, refresher),
    journalled: journal !== null,
    findDueGrants: (limit) => findDueGrants(deps, limit),
    keepFresh: (grants) => keepFresh(deps, refresher, grants),
    saveVended,
    sendRevocations: async () => (await sendRevocations(deps, refresher)).told,
    settleRests: () => settleRests(deps, refresher),
    sweepConsents: () => sweepConsents(deps),
    readDiscovery: (olderThanMs) => readDiscovery(deps, olderThanMs),
    stats: () => readStats(deps, refresher),
    stop: async () => {
      clearInterval(tidying);
      await marking;
      await saveVended();
      await stop(refresher.drained, listener, options.audit);
    },
  };
}

function hearGrantChanges(route: NotificationRoute, { cache, changes, clock }: TokenDeps): Listener {
  return listen({
    ...route,
    channel: GRANT_CHANNEL,
    onNotification: (grantId) => {
      cache.forget(grantId);
      changes.announce(grantId);
    },
    onUp: () => cache.turnOn(),
    onDown: () => cache.turnOff(),
    onClock: "observe" in clock ? clock.observe : () => {},
  });
}

async function stop(drained: () => Promise<void>, listener: Listener, audit: AuditBuffer): Promise<void> {
  await drained();
  await listener.stop();
  await audit.close();
}
