import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { Env } from "@/lib/env";
import { processPart } from "@/lib/process";

/** What one process shares: composed by `boot`, handed on by it and by the doors. */
export interface Runtime {
  readonly env: Env;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

export const {
  get: runtime,
  find: installedRuntime,
  install: installRuntime,
} = processPart<Runtime>("runtime");

const draining = processPart<boolean>("draining");

/** From here on this process takes no new work: it lets what is under way land, and ends. */
export function beginDraining(): void {
  draining.install(true);
}

export function isDraining(): boolean {
  return draining.find() === true;
}

/** How the jobs of this process are. */
export interface JobsState {
  /** Why they can't run; undefined while they do, or have not begun. */
  readonly problem: string | undefined;
}

/** Readiness and metrics look here; `jobsState` is undefined where this process runs no jobs. */
export const { find: jobsState, install: installJobsState } = processPart<JobsState>("jobs");
