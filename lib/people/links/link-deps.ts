import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { SsoEnv } from "@/lib/env";
import type { Mailer } from "@/lib/mail";
import type { RandomBytes } from "./link-token";

/** What verbs work with that mail a link to a person. */
export interface LinkDeps {
  database: Database;
  clock: Clock;
  random: RandomBytes;
  /** Where Countersign is, without a path. */
  appUrl: string;
  /** Null where no mail server is set. */
  mailer: Mailer | null;
  /** The company's account, where people may sign in with it. */
  sso?: Pick<SsoEnv, "name" | "breakGlass"> | undefined;
  log: { error(fields: object, message: string): void };
}
