import type { CheckDeps } from "@/lib/health/observe/check";
import type { TokenEngine } from "@/lib/token/engine";

/** What the work of jobs needs. Its time is `clock`'s: pg-boss knows of no due time. */
export interface JobDeps extends Omit<CheckDeps, "tokenService"> {
  databaseUrl: string;
  engine: TokenEngine;
  log: {
    warn(fields: Record<string, unknown>, message: string): void;
    error(fields: Record<string, unknown>, message: string): void;
  };
}
