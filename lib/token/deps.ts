import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import type { Keyring } from "./keyring";
import type { Provider } from "./providers/provider";

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
}

/** Everything the token service needs from outside; configuration is passed in, never read here. */
export interface TokenDeps {
  database: Database;
  keyring: Keyring;
  providers: ReadonlyMap<string, Provider>;
  clock: Clock;
  /** Uniform in [0, 1), for jitter. */
  random: () => number;
  /** Writes a connection's health in the transaction of the change that showed it. */
  recordHealth: (tx: Sql, observation: HealthObservation) => Promise<void>;
  /** How long a caller waits for somebody else's refresh, in milliseconds. */
  patienceMs: number;
}

/** Who asked, as the audit log names them. */
export interface Actor {
  userId: string;
  kind: "user" | "system" | "service";
}
