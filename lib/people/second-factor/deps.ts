import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { SsoEnv } from "@/lib/env";
import type { Mailer } from "@/lib/mail";

/** Seals the secrets of authenticator apps: bound to their row and person, and found by a key rotation. */
export interface FactorBox {
  readonly keyId: string;
  encrypt(secret: string, place: FactorPlace): Buffer;
  decrypt(encrypted: Uint8Array, place: FactorPlace): string;
}

interface FactorPlace {
  rowId: string;
  userId: string;
}

/** Everything second factors work with. */
export interface FactorDeps {
  database: Database;
  clock: Clock;
  random: (bytes: number) => Buffer;
  secrets: FactorBox;
  /** Where people open Countersign, without a path. */
  appUrl: string;
  /** Null while no mail server is configured. */
  mailer: Mailer | null;
  /** The company's account, where people may sign in with it. */
  sso?: Pick<SsoEnv, "name" | "breakGlass"> | undefined;
  log: { error(fields: Record<string, unknown>, message: string): void };
}
