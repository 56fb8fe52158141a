import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";

/** What one key encrypted: rows by table, files by folder. */
export interface KeyUse {
  keyId: string;
  role: "current" | "previous" | "unknown";
  places: { place: string; count: number }[];
}

/** Everything that is told of this installation is read through. */
export interface SupportDeps {
  database: Database;
  clock: Clock;
  /** Countersign's version, from package.json. */
  version: string;
  /** Names of the variables that are set; never what they hold. */
  variables: readonly string[];
  /** @throws {Error} The journal's folder can't be read. */
  keyUsage: () => Promise<KeyUse[]>;
  /** How many organisations' ids rest plain. */
  plainIds: () => Promise<number>;
}
