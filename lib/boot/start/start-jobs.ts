import type { Alerts } from "@/lib/alerts";
import { audit } from "@/lib/audit";
import { openSigningKey } from "@/lib/audit/seal/signing-key";
import { bulk } from "@/lib/bulk";
import type { Events } from "@/lib/events";
import { type Health, health } from "@/lib/health";
import { auditTasks, type JobPace, type Jobs, type PeriodicTask, startJobs } from "@/lib/jobs";
import { links } from "@/lib/links";
import { endExpiredSessions } from "@/lib/people/sessions";
import { installJobsState, type Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token";

const INCIDENTS_EVERY_SECONDS = 15;
const EXPIRIES_EVERY_SECONDS = 60;
const ALERTS_EVERY_SECONDS = 15;
const NOTES_EVERY_SECONDS = 15;
/** The dispatcher is woken sooner: these are for when no notification comes. */
const EVENTS_EVERY_SECONDS = 15;
const OLD_EVENTS_EVERY_SECONDS = 600;
const SESSIONS_EVERY_SECONDS = 60;
const FIGURES_EVERY_SECONDS = 60;
const DAYS_EVERY_SECONDS = 300;
const DISCOVERY_LOOKED_AT_EVERY_SECONDS = 3_600;
const DISCOVERY_READ_EVERY_MS = 24 * 3_600_000;
const OLD_PARTS_EVERY_SECONDS = 600;
const REMINDERS_EVERY_SECONDS = 60;

/** Starts the jobs of a booted process. It returns at once and never throws: without Postgres it waits for it. */
export function startOwnJobs(
  runtime: Runtime,
  engine: TokenEngine,
  { alerts, events }: { alerts: Alerts; events: Events },
  pace: JobPace = {},
): Jobs {
  const { env, database, clock, log } = runtime;
  const databaseUrl = env.databaseDirectUrl ?? env.databaseUrl;
  const tasks = [
    ...sealingTasks(runtime),
    ...healthTasks(health()),
    ...alertTasks(alerts),
    ...eventTasks(events),
    sessionTask({ database, clock }),
    ...figureTasks(),
    discoveryTask(engine),
    { name: "forget-bulk-parts", everySeconds: OLD_PARTS_EVERY_SECONDS, run: () => bulk().forgetParts() },
    {
      name: "remind-customers",
      everySeconds: REMINDERS_EVERY_SECONDS,
      run: () => links().remindCustomers(),
    },
  ];
  const jobs = startJobs({ databaseUrl, database, clock, engine, health: health(), log }, tasks, pace);
  installJobsState(jobs);
  const dispatcher = events.startDispatcher();
  const runner = bulk().startRunner();
  return {
    started: jobs.started,
    get problem() {
      return jobs.problem;
    },
    stop: async () => void (await Promise.all([dispatcher.stop(), runner.stop(), jobs.stop()])),
  };
}

/** What no single observation tells: an outage is seen over many, and nobody is there when a deadline passes. */
function healthTasks({ endProblemNotes, evaluateIncidents, recordExpiries }: Health): PeriodicTask[] {
  return [
    { name: "evaluate-incidents", everySeconds: INCIDENTS_EVERY_SECONDS, run: evaluateIncidents },
    { name: "record-lapses", everySeconds: EXPIRIES_EVERY_SECONDS, run: recordExpiries },
    { name: "end-problem-notes", everySeconds: NOTES_EVERY_SECONDS, run: endProblemNotes },
  ];
}

function alertTasks({ evaluateAlerts, deliverAlerts }: Alerts): PeriodicTask[] {
  return [
    { name: "evaluate-alerts", everySeconds: ALERTS_EVERY_SECONDS, run: () => evaluateAlerts() },
    { name: "deliver-alerts", everySeconds: ALERTS_EVERY_SECONDS, run: () => deliverAlerts() },
  ];
}

function eventTasks({ relayEvents, deliverEvents, deleteOldEvents }: Events): PeriodicTask[] {
  return [
    { name: "relay-events", everySeconds: EVENTS_EVERY_SECONDS, run: () => relayEvents() },
    { name: "deliver-events", everySeconds: EVENTS_EVERY_SECONDS, run: () => deliverEvents() },
    { name: "delete-old-events", everySeconds: OLD_EVENTS_EVERY_SECONDS, run: deleteOldEvents },
  ];
}

/** What the overview draws is counted beforehand, so that no page counts it. */
function figureTasks(): PeriodicTask[] {
  return [
    { name: "count-audit-rows", everySeconds: FIGURES_EVERY_SECONDS, run: () => audit().rollUpFigures() },
    { name: "count-statuses", everySeconds: DAYS_EVERY_SECONDS, run: () => health().recordDailyStatuses() },
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

/** Read when the first job of a process runs it, and daily; one that can't be read is tried again in an hour. */
function discoveryTask(engine: TokenEngine): PeriodicTask {
  let olderThanMs = 0;
  const run = async () => {
    await engine.readDiscovery(olderThanMs);
    olderThanMs = DISCOVERY_READ_EVERY_MS;
  };
  return { name: "read-discovery", everySeconds: DISCOVERY_LOOKED_AT_EVERY_SECONDS, run };
}

/** None without a signing key: nothing is sealed then. */
function sealingTasks({ env, database }: Pick<Runtime, "env" | "database">): PeriodicTask[] {
  if (env.auditSigningKey === undefined) return [];
  const signingKey = openSigningKey(env.auditSigningKey);
  return auditTasks({ database, signingKey, anchorFile: env.auditAnchorFile });
}
