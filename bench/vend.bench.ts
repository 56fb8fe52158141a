import { type AuditBuffer, createAuditBuffer } from "@/lib/audit/record/buffer";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { createDatabaseClock } from "@/lib/db";
import type { TokenService } from "@/lib/token";
import { findServedConnection, tokenSetOf } from "@/lib/token/grants/grants";
import { connect, inventConsents } from "./connections";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { median, percentile } from "./statistics";
import { type BenchWorld, inWorld } from "./world";

export const name = "vend";

const COMPANIES = 1_000;
const ROUNDS = 15;
/** Of one round; the audit buffer holds a hundred thousand rows and is emptied between rounds. */
const CALLS = 20_000;
const BATCH = 100;
const COLD_CALLS = 3_000;

type Report = (measurement: Measurement) => void;

/** One token, cheapest way first: from the cache, and from one query. */
export function run(report: Report, scale: Scale): Promise<void> {
  return inWorld(async (world) => {
    const companyIds = await connect(world, "qbo", inventConsents(COMPANIES + COLD_CALLS));
    const audit = createAuditBuffer(world);
    const engine = await startTokens(world.settings, world.database, createDatabaseClock(), { audit });
    const { service } = engine;
    try {
      await measureCold(report, world, service, companyIds.slice(0, scaled(scale, COLD_CALLS)));
      await measureWarm(
        report,
        { ...world, service, audit },
        companyIds.slice(-COMPANIES),
        scaled(scale, ROUNDS),
      );
    } finally {
      await engine.stop();
    }
  });
}

/** First vends of companies nobody asked for yet, each beside the cheapest question Postgres can be asked. */
async function measureCold(
  report: Report,
  { database: { pool } }: BenchWorld,
  service: TokenService,
  companyIds: readonly string[],
): Promise<void> {
  const bareMs: number[] = [];
  const coldMs: number[] = [];
  for (const companyId of companyIds) {
    bareMs.push(await timed(() => pool.query("SELECT 1")));
    coldMs.push(await timed(() => service.getValidToken(companyId, "qbo", "bench")));
  }
  const half = Math.ceil(companyIds.length / 2); // the first half is warm-up
  report({
    name: "Cold vend, p50",
    value: median(coldMs.slice(-half)),
    unit: "ms",
    against: { name: "SELECT 1 on the same pool", value: median(bareMs.slice(-half)) },
    goal: "ratio <= 4",
  });
}

async function measureWarm(
  report: Report,
  world: BenchWorld & { service: TokenService; audit: AuditBuffer },
  companyIds: readonly string[],
  rounds: number,
): Promise<void> {
  const { service, audit } = world;
  const next = endlessly(companyIds);
  for (let call = 0; call < CALLS; call++) await service.getValidToken(next(), "qbo", "bench");
  const plain: number[] = [];
  const warm: { p50: number; p99: number; batched: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    await audit.flushed(); // no round pays for the rows of another
    const oneByOne: number[] = [];
    for (let call = 0; call < CALLS; call++) {
      const companyId = next();
      const startedMs = performance.now();
      await service.getValidToken(companyId, "qbo", "bench");
      oneByOne.push(performance.now() - startedMs);
    }
    await audit.flushed();
    const batched = await timed(async () => {
      for (let batch = 0; batch < CALLS / BATCH; batch++) {
        await Promise.all(Array.from({ length: BATCH }, () => service.getValidToken(next(), "qbo", "bench")));
      }
    });
    warm.push({
      p50: percentile(oneByOne, 50) * 1_000,
      p99: percentile(oneByOne, 99) * 1_000,
      batched: (batched * 1_000) / CALLS,
    });
    await audit.flushed();
    for (let call = 0; call < 100; call++)
      plain.push((await timed(() => readOpenReturn(world, next()))) * 1_000);
  }
  const against = { name: "read, open, return", value: median(plain) };
  const unit = "µs";
  report({
    name: "Warm vend, p50",
    value: median(warm.map(({ p50 }) => p50)),
    unit,
    against,
    goal: "value <= 2",
  });
  report({ name: "Warm vend, p99", value: median(warm.map(({ p99 }) => p99)), unit, against });
  const mean = median(warm.map(({ batched }) => batched));
  report({ name: `Warm vend, ${BATCH} at once, mean`, value: mean, unit, against });
}

/** What a token service without a cache does at every call, with no audit record. */
async function readOpenReturn({ database, keyring }: BenchWorld, companyId: string): Promise<string> {
  const connection = await findServedConnection(database, companyId, "qbo");
  if (!connection) throw new Error(`Company "${companyId}" has no connection`);
  return tokenSetOf(keyring, connection.grant).accessToken;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function endlessly(companyIds: readonly string[]): () => string {
  let index = 0;
  return () => companyIds[index++ % companyIds.length] as string;
}
