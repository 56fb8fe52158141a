import { setTimeout as pause } from "node:timers/promises";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { createHealth } from "@/lib/health";
import { startJobs } from "@/lib/jobs";
import { jobCounts } from "@/lib/jobs/job-counts";
import { log } from "@/lib/log";
import { type ChaosWorld, connectBoth, openChaosWorld } from "../harness/chaos-world";
import { isPlanned, PLANNED_EVERY_MS } from "../harness/planned";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";
import { beginOutage, outageChecks } from "./outage-checks";

const MAX_ROUNDS = 120;
const PACE = { tickMs: 50, pollSeconds: 0.5 };

/** Nobody asks; two processes' jobs alone must bring everybody back. */
export const outageByJobs: Scenario = {
  name: "outage-jobs",
  threat: 9,
  title: "expired grants, provider 503 for 10 virtual minutes, then up; jobs alone",
  run: async (site, scale) => {
    const databaseUrl = await cloneDatabase(site);
    const world = await openChaosWorld({ databaseUrl, clock: "simulator", auditStrict: false });
    const { clock } = world.simulator;
    const engines = await Promise.all([1, 2].map(() => startTokens(world.settings, world.database, clock)));
    const processes = engines.map((engine) => () => {
      const { database, tenantIds } = world;
      const health = createHealth({
        database,
        clock,
        trustedReadHours: 24,
        tokenService: engine.service,
        tenantIds,
        log,
      });
      const deps = { databaseUrl, database, clock, engine, health, log };
      return startJobs(deps, [], PACE);
    });
    let stop = async () => {};
    try {
      const subjects = await connectBoth(world, times(10_000, scale));
      const startMs = beginOutage(world, 1);
      await world.database.query(`UPDATE "Grant" SET "lastVendedAt" = $1`, [new Date(startMs)]);
      const jobs = processes.map((start) => start());
      stop = async () => {
        await Promise.all(jobs.map((job) => job.stop()));
      };
      await Promise.all(jobs.map(({ started }) => started));
      return await liveThrough(world, subjects.length, startMs);
    } finally {
      await stop();
      await Promise.all(engines.map((engine) => engine.stop()));
      await world.close();
    }
  },
};

async function liveThrough(world: ChaosWorld, grants: number, startMs: number): Promise<Outcome> {
  const { clock } = world.simulator;
  let [notFresh, rounds, mostWaiting] = [grants, 0, 0];
  for (; notFresh > 0 && rounds < MAX_ROUNDS; rounds++) {
    if (rounds > 0) clock.advance(PLANNED_EVERY_MS);
    mostWaiting = Math.max(mostWaiting, await planned(world));
    notFresh = await countStale(world);
  }
  const { checks, counts } = await outageChecks(world, { startMs, notFresh });
  const [failed] = (await jobCounts(world)).filter(({ queue }) => queue === "failed");
  return {
    ran: `${grants} expired grants, kept by the jobs of two engines, over ${rounds} rounds of ${PLANNED_EVERY_MS / 1_000} virtual s`,
    checks: [...checks, { what: "jobs that failed", seen: failed?.created ?? -1, wanted: 0 }],
    counts: { ...counts, mostJobsWaiting: mostWaiting },
  };
}

/** Waits until this round's refreshes were planned and done. @returns The most jobs seen to wait. */
async function planned(world: ChaosWorld): Promise<number> {
  let mostWaiting = 0;
  for (;;) {
    const isDone = await isPlanned(world);
    const refreshes = (await jobCounts(world)).find(({ queue }) => queue === "refresh");
    const waiting = (refreshes?.created ?? 0) + (refreshes?.active ?? 0);
    mostWaiting = Math.max(mostWaiting, waiting);
    if (isDone && waiting === 0) return mostWaiting;
    await pause(20);
  }
}

async function countStale({ database, simulator: { clock } }: ChaosWorld): Promise<number> {
  const [stale] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Grant" WHERE "accessExpiresAt" <= $1`,
    [new Date(clock.nowMs())],
  );
  return stale?.count ?? -1;
}
