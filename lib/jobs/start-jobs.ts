import { setTimeout as pause } from "node:timers/promises";
import type { JobsState } from "@/lib/runtime";
import { requireBossRights } from "./boss-schema";
import type { JobDeps } from "./job-deps";
import { openBoss } from "./open-boss";
import { jobsAt, type PeriodicTask } from "./periodic-tasks";
import { ownTasks } from "./planners";
import { queueNames, queuesOf } from "./queues";
import { takeJobs } from "./take-jobs";

const TICK_MS = 15_000;
const POLL_SECONDS = 1;
/** Longer than a caller's patience with a refresh and shorter than a refresh's lease: nobody doubles what still runs. */
const EXPIRE_SECONDS = 60;
/** How long jobs under way may take to land at a stop. */
const DRAIN_MS = 45_000;
const RETRY_MS = 2_000;

export interface JobPace {
  /** How often this process looks whether a task's time has come. */
  tickMs?: number;
  /** How often it looks for waiting jobs; at least half a second. */
  pollSeconds?: number;
  /** After this a job counts as failed, whoever has it. */
  expireSeconds?: number;
  /** How often expired jobs are looked for. */
  superviseSeconds?: number;
}

/** The jobs of a process. */
export interface Jobs extends JobsState {
  /**
   * Resolves with true once the queues are there and jobs are being taken, however long Postgres is away; with false
   * when they were stopped before.
   */
  readonly started: Promise<boolean>;
  /** Takes no more jobs, and lets those under way land. */
  stop(): Promise<void>;
}

/**
 * Runs jobs in this process, beside any number of others on the same database. It never throws: without Postgres it
 * waits for it.
 *
 * @param tasks Beside those that keep grants fresh, check connections and tell providers of disconnects.
 */
export function startJobs(deps: JobDeps, tasks: readonly PeriodicTask[] = [], pace: JobPace = {}): Jobs {
  const { log, clock } = deps;
  const {
    tickMs = TICK_MS / (clock.rate ?? 1),
    pollSeconds = POLL_SECONDS,
    expireSeconds = EXPIRE_SECONDS,
  } = pace;
  const boss = openBoss(deps, pace.superviseSeconds);
  const all = [...ownTasks(deps, (queue, jobs) => boss.insert(queue, jobs)), ...tasks];
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<unknown> | undefined;
  let problem: string | undefined;
  /** Said once, however often it is met; a process whose jobs stand still goes on otherwise. */
  const note = (error: unknown) => {
    const reason = error instanceof Error ? error.message : "unknown";
    if (reason !== problem) log.error({ error: reason }, "The jobs of this process can't run");
    problem = reason;
  };
  const tick = () => {
    ticking ??= boss
      .insert(queueNames.task, jobsAt(all, clock.nowMs(), expireSeconds))
      .then(() => {
        if (problem !== undefined) log.warn({}, "The jobs of this process run again");
        problem = undefined;
      }, note)
      .finally(() => {
        ticking = undefined;
      });
  };
  const begin = async () => {
    await requireBossRights(deps.database);
    await boss.start();
    for (const { name, policy = "standard", ...options } of queuesOf(expireSeconds)) {
      await boss.createQueue(name, { policy, ...options });
      await boss.updateQueue(name, options); // an earlier version may have made it
    }
    if (stopped) return;
    await takeJobs(boss, deps, all, pollSeconds);
    if (stopped) return;
    tick();
    timer = setInterval(tick, tickMs);
  };
  const started = (async () => {
    while (!stopped) {
      try {
        await begin();
        return !stopped;
      } catch (error) {
        if (stopped) return false;
        note(error);
        await pause(RETRY_MS);
      }
    }
    return false;
  })();
  return {
    started,
    get problem() {
      return problem;
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await ticking;
      // A database that is away must not keep the caller from ending the rest in order.
      await boss
        .stop({ graceful: true, timeout: DRAIN_MS })
        .catch((error: Error) => log.warn({ error: error.message }, "Jobs could not be ended in order"));
      await started;
      clearInterval(timer);
    },
  };
}
