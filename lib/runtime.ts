import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { Env } from "@/lib/env";
import { CountersignError } from "@/lib/errors";

/** What one process shares: composed by `boot`, read by the rooms' contract modules. */
export interface Runtime {
  readonly env: Env;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** On globalThis, because Next bundles instrumentation, proxy and routes apart: module state is not shared. */
const KEY = Symbol.for("countersign.runtime");
const registry = globalThis as { [KEY]?: Runtime };

const DRAINING = Symbol.for("countersign.draining");
const lifecycle = globalThis as { [DRAINING]?: boolean };

/** From here on this process takes no new work: it lets what is under way land, and ends. */
export function beginDraining(): void {
  lifecycle[DRAINING] = true;
}

export function isDraining(): boolean {
  return lifecycle[DRAINING] === true;
}

const JOBS = Symbol.for("countersign.jobs");
const jobs = globalThis as { [JOBS]?: JobsState };

/** How the jobs of this process are. */
export interface JobsState {
  /** Why they can't run; undefined while they do, or have not begun. */
  readonly problem: string | undefined;
}

/** Lets readiness and metrics know of this process's jobs. */
export function installJobsState(state: JobsState): void {
  jobs[JOBS] = state;
}

/** Undefined where this process runs no jobs. */
export function jobsState(): JobsState | undefined {
  return jobs[JOBS];
}

export function installedRuntime(): Runtime | undefined {
  return registry[KEY];
}

export function installRuntime(runtime: Runtime): Runtime {
  registry[KEY] = runtime;
  return runtime;
}

/** @throws {CountersignError} `misconfigured` when nothing has called `boot` in this process. */
export function runtime(): Runtime {
  const installed = registry[KEY];
  if (!installed)
    throw new CountersignError("misconfigured", "Countersign was not started: boot() has not run.");
  return installed;
}
