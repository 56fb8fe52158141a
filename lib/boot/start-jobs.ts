import type { Alerts } from "@/lib/alerts";
import { openSigningKey } from "@/lib/audit/seal/signing-key";
import { evaluateIncidents } from "@/lib/health/incident/evaluate";
import { recordLapses } from "@/lib/health/observe/lapses";
import { auditTasks } from "@/lib/jobs/audit-tasks";
import type { PeriodicTask } from "@/lib/jobs/periodic-tasks";
import { type JobPace, type Jobs, startJobs as start } from "@/lib/jobs/start-jobs";
import { endExpiredSessions } from "@/lib/people/sessions";
import { installJobsState, type Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token/engine";

const INCIDENTS_EVERY_SECONDS = 15;
const LAPSES_EVERY_SECONDS = 60;
const ALERTS_EVERY_SECONDS = 15;
const SESSIONS_EVERY_SECONDS = 60;

/** Starts the jobs of a booted process. It returns at once and never throws: without Postgres it waits for it. */
export function startJobs(runtime: Runtime, engine: TokenEngine, alerts: Alerts, pace: JobPace = {}): Jobs {
  const { env, database, clock, log } = runtime;
  const deps = { databaseUrl: env.databaseDirectUrl ?? env.databaseUrl, database, clock, engine, log };
  const tasks = [
    ...sealingTasks(runtime),
    ...healthTasks({ database, clock }),
    ...alertTasks(alerts),
    sessionTask({ database, clock }),
  ];
  const jobs = start(deps, tasks, pace);
  installJobsState(jobs);
  return jobs;
}

/** What no single observation tells: an outage is seen over many, and nobody is there when a deadline passes. */
function healthTasks(deps: Pick<Runtime, "database" | "clock">): PeriodicTask[] {
  return [
    { name: "evaluate-incidents", everySeconds: INCIDENTS_EVERY_SECONDS, run: () => evaluateIncidents(deps) },
    { name: "record-lapses", everySeconds: LAPSES_EVERY_SECONDS, run: () => recordLapses(deps) },
  ];
}

function alertTasks({ evaluate, deliver }: Pick<Alerts, "evaluate" | "deliver">): PeriodicTask[] {
  return [
    { name: "evaluate-alerts", everySeconds: ALERTS_EVERY_SECONDS, run: evaluate },
    { name: "deliver-alerts", everySeconds: ALERTS_EVERY_SECONDS, run: deliver },
  ];
}

/** Nobody is there when a session runs out. */
function sessionTask(deps: Pick<Runtime, "database" | "clock">): PeriodicTask {
  return {
    name: "end-expired-sessions",
    everySeconds: SESSIONS_EVERY_SECONDS,
    run: () => endExpiredSessions(deps),
  };
}

/** None without a signing key: nothing is sealed then. */
function sealingTasks({ env, database }: Pick<Runtime, "env" | "database">): PeriodicTask[] {
  if (env.auditSigningKey === undefined) return [];
  const signingKey = openSigningKey(env.auditSigningKey);
  return auditTasks({ database, signingKey, anchorFile: env.auditAnchorFile });
}
