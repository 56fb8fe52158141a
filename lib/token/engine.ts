import type { AuditBuffer } from "@/lib/audit/buffer";
import type { Clock } from "@/lib/clock";
import { type Database, type DatabaseClock, type Listener, listen } from "@/lib/db";
import { createBreaker } from "./breaker";
import type { TokenDeps } from "./deps";
import { createGrantChanges } from "./grant-changes";
import { openJournal } from "./journal";
import type { Keyring } from "./keyring";
import type { Provider } from "./providers/provider";
import { createRefresher } from "./refresh";
import { replayJournal } from "./replay";
import { requireKnownKeys } from "./require-known-keys";
import { tellProviders } from "./revocations";
import { createTokenService, type TokenService } from "./service";
import { VendCache } from "./vend-cache";

const TELL_PROVIDERS_EVERY_MS = 30_000;

export interface EngineOptions
  extends Pick<TokenDeps, "recordHealth" | "audit" | "auditStrict" | "timings" | "random" | "log"> {
  database: Database;
  databaseUrl: string;
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
  /** Tells providers of the disconnects that are due. @returns How many were told. */
  tellProviders(): Promise<number>;
  /** Lets refreshes under way and audit rows land, then stops. */
  stop(): Promise<void>;
}

/**
 * Starts the token service: keys checked, journal replayed, notifications heard.
 *
 * @throws {CountersignError} `misconfigured`: a stored token set needs a key that is not configured.
 */
export async function startTokenEngine(options: EngineOptions): Promise<TokenEngine> {
  const { database, databaseUrl, keyring, clock, log, providers, random } = options;
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
  const deps: TokenDeps = { ...options, breakers, cache, changes, journal };
  const refresher = createRefresher(deps);
  const listener = hearGrantChanges(databaseUrl, deps);
  await listener.started;
  await replayJournal(deps);
  const tell = async () => (await tellProviders(deps, refresher)).told;
  const telling = setInterval(() => {
    tell().catch((error: Error) => log.warn({ error: error.message }, "Disconnects wait for the database"));
  }, TELL_PROVIDERS_EVERY_MS);
  telling.unref();
  return {
    service: createTokenService(deps, refresher),
    journalled: journal !== null,
    tellProviders: tell,
    stop: () => {
      clearInterval(telling);
      return stop(refresher.drained, listener, options.audit);
    },
  };
}

function hearGrantChanges(url: string, { cache, changes, clock }: TokenDeps): Listener {
  return listen({
    url,
    channel: "countersign_grant",
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
