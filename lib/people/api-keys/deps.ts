import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { RandomBytes } from "./key-value";

/** Everything that making and changing keys works with. */
export interface ApiKeyDeps {
  database: Database;
  clock: Clock;
  random: RandomBytes;
  /** Every provider that a key may reach, by connectionType. */
  providers: readonly string[];
}
