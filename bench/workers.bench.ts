import { setTimeout as pause } from "node:timers/promises";
import { expire } from "@/dev/world/expire";
import { connect } from "./connections";
import type { JobQuestion, JobReply } from "./job-process";
import { type BenchProvider, startProvider } from "./provider";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { median } from "./statistics";
import { startWorker, type Worker } from "./worker";
import { type BenchWorld, inWorld } from "./world";

export const name = "workers";

const GRANTS = 10_000;
const ROUNDS = 4;
const CREWS = [1, 2, 4] as const;
/** What Intuit and Xero take to answer, about. */
const LATENCY_MS = 250;
/** The planner looks once in so long by its clock, which is put ahead instead of waited for. */
const PLANNED_EVERY_MS = 15_000;

type JobWorker = Worker<JobQuestion, JobReply>;

/** Due grants refreshed by the jobs of one, two and four workers; the groups take turns. */
export async function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  const provider = await startProvider();
  try {
    await inWorld(async (world) => {
      const companyIds = await connect(world, "xero", await provider.consents("xero", scaled(scale, GRANTS)));
      const environment = { BENCH_SETTINGS: JSON.stringify(world.settings) };
      const start = () =>
        startWorker<JobQuestion, JobReply>(new URL("./job-process.ts", import.meta.url), environment);
      const workers = await Promise.all([start(), start(), start(), start()]);
      const bench = { report, provider, world, workers, companyIds };
      await measure(bench, "provider answers at once");
      await provider.addFault({
        effect: { kind: "latency", delayMs: LATENCY_MS },
        endpoint: "token",
        grantType: "refresh_token",
        times: 1_000_000,
      });
      await measure(bench, `provider takes ${LATENCY_MS} ms`);
      await Promise.all(workers.map((worker) => worker.stop()));
    }, provider.url);
  } finally {
    await provider.stop();
  }
}

interface Bench {
  report: (measurement: Measurement) => void;
  provider: BenchProvider;
  world: BenchWorld;
  workers: readonly JobWorker[];
  companyIds: readonly string[];
}

async function measure(bench: Bench, provider: string): Promise<void> {
  const rates = new Map(CREWS.map((size) => [size, [] as number[]]));
  const cpuMs: number[] = [];
  const slice = Math.floor(bench.companyIds.length / ROUNDS / CREWS.length);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [turn, size] of CREWS.entries()) {
      const from = (round * CREWS.length + turn) * slice;
      const group = bench.workers.slice(0, size);
      const done = await refreshByJobs(bench, group, bench.companyIds.slice(from, from + slice));
      rates.get(size)?.push(done.perSecond);
      cpuMs.push(done.cpuMs);
    }
  }
  const rate = (size: (typeof CREWS)[number]) => median(rates.get(size) ?? []);
  const unit = "jobs/s";
  const one = { name: "1 worker", value: rate(1) };
  bench.report({ name: `Refresh jobs, ${provider}, 1 worker`, value: rate(1), unit });
  for (const size of [2, 4] as const) {
    bench.report({
      name: `Refresh jobs, ${provider}, ${size} workers`,
      value: rate(size),
      unit,
      against: one,
    });
  }
  bench.report({ name: `CPU of our workers, each job, ${provider}`, value: median(cpuMs), unit: "ms" });
}

let aheadMs = 0;

/** @throws {Error} The provider counted another number of refreshes. */
async function refreshByJobs(
  { world: { database }, provider }: Bench,
  group: readonly JobWorker[],
  companyIds: readonly string[],
): Promise<{ perSecond: number; cpuMs: number }> {
  const askAll = async (question: JobQuestion) => {
    const replies = await Promise.all(group.map((worker) => worker.ask(question)));
    return replies.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  };
  await expire(
    database,
    companyIds.map((companyId) => ({ companyId })),
  );
  const grants = await database.query<{ id: string }>(
    `UPDATE "Grant" SET "lastVendedAt" = NULL WHERE id IN (SELECT "grantId" FROM "Connection" WHERE "companyId" = ANY($1))
     RETURNING id`,
    [companyIds],
  );
  const ids = grants.map(({ id }) => id);
  await askAll({ take: true });
  await provider.counts("xero");
  await database.query(`UPDATE "Grant" SET "lastVendedAt" = now() WHERE id = ANY($1)`, [ids]);
  aheadMs += PLANNED_EVERY_MS;
  const startedMs = performance.now();
  const cpuBeforeMs = await askAll({ aheadMs });
  while (await isAnyStale(database, ids)) await pause(20);
  const elapsedMs = performance.now() - startedMs;
  const cpuMs = (await askAll({ aheadMs })) - cpuBeforeMs;
  await askAll({ take: false });
  const { refreshes, refused } = await provider.counts("xero");
  if (refreshes !== ids.length || refused > 0) {
    throw new Error(`${ids.length} jobs made ${refreshes} refreshes and ${refused} refusals`);
  }
  return { perSecond: ids.length / (elapsedMs / 1_000), cpuMs: cpuMs / ids.length };
}

async function isAnyStale(database: BenchWorld["database"], ids: readonly string[]): Promise<boolean> {
  const [row] = await database.query<{ stale: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM "Grant" WHERE id = ANY($1) AND "accessExpiresAt" <= now()) AS stale`,
    [ids],
  );
  return row?.stale === true;
}
