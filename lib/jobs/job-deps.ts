import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { Health } from "@/lib/health";
import type { TokenEngine } from "@/lib/token";

/** What the work of jobs needs. Its time is `clock`'s: pg-boss knows of no due time. */
export interface JobDeps {
  database: Database;
  clock: Clock;
  databaseUrl: string;
  engine: TokenEngine;
  /** Its checks go through the same engine. */
  health: Pick<Health, "checkIfDue" | "findDueChecks" | "findUnproven">;
  log: {
    warn(fields: Record<string, unknown>, message: string): void;
    error(fields: Record<string, unknown>, message: string): void;
  };
}
