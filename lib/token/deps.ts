import type { AuditBuffer, AuditEvent } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, DatabaseClock, Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import type { TokenCounts } from "./counts";
import type { Keyring } from "./keys/keyring";
import type { Provider } from "./providers/provider";
import type { Breaker } from "./refresh/breaker";
import type { GrantChanges } from "./refresh/grant-changes";
import type { Journal } from "./refresh/journal";
import type { VendCache } from "./vend/vend-cache";
import type { VendedGrants } from "./vend/vended-grants";

/** What one look at a connection showed. */
export interface HealthObservation {
  companyId: string;
  connectionType: string;
  /** Null: it works. */
  cause: ErrorCode | null;
  /** A sentence fit for people; null when it works. */
  message: string | null;
  providerRef?: string | undefined;
  /** A refresh proves the grant, not that the organisation still lets us in. */
  source: "refresh" | "check" | "consent" | "disconnect";
  atMs: number;
  /** Since when it has been so, where that is known and was before. */
  sinceMs?: number | undefined;
}

/** What a refresh proved of everybody its grant serves. */
export interface HealthyObservation
  extends Pick<HealthObservation, "connectionType" | "providerRef" | "atMs"> {
  companyIds: readonly string[];
}

export interface TokenTimings {
  /** How long a claim keeps other processes back; longer than a provider call may take. */
  leaseSeconds: number;
  /** How long a caller waits for a refresh, its own or another's, before a retryable error; the refresh goes on. */
  patienceMs: number;
}

/** Everything the token service works with; configuration is passed in, never read here. */
export interface TokenDeps {
  database: Database;
  keyring: Keyring;
  providers: ReadonlyMap<string, Provider>;
  /** One a provider, by connectionType. */
  breakers: ReadonlyMap<string, Breaker>;
  clock: Clock | DatabaseClock;
  /** Uniform in [0, 1), for jitter. */
  random: () => number;
  /** Writes a connection's health in the transaction of the change that showed it. */
  recordHealth: (tx: Sql, observation: HealthObservation) => Promise<void>;
  /** The same for a refresh that succeeded, of all companies that the grant serves. */
  recordHealthy: (tx: Sql, observation: HealthyObservation) => Promise<void>;
  /** Spends the link that a consent was given by. Throws `consent_expired` where it was spent or ended meanwhile. */
  spendLink: (
    tx: Sql,
    spent: { linkId: string; consentedBy: string | undefined; atMs: number },
  ) => Promise<void>;
  /** Counts a stranger's refusal: those of an address and a minute become one row. */
  countRefusal: (event: Omit<AuditEvent, "by">) => void;
  /** Takes the rows of vends, which change nothing else. */
  audit: AuditBuffer;
  /** Wait for a vend's audit row to be committed before the token leaves. */
  auditStrict: boolean;
  cache: VendCache;
  counts: TokenCounts;
  changes: GrantChanges;
  vended: VendedGrants;
  /** Null when its folder can't be written: a smaller guarantee, said at start. */
  journal: Journal | null;
  timings: TokenTimings;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}
