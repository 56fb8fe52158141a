import type { Subject } from "@/dev/world/open-world";
import { type ChaosWorld, connectBoth, NO_GRACE, openChaosWorld } from "../harness/chaos-world";
import type { TokenProcess } from "../harness/fork-token-process";
import { countersOf, oneInFlight, spentTokensSent, until } from "../harness/observed";
import { isPlanned, PLANNED_EVERY_MS } from "../harness/planned";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const WORKERS = 3;
const BYSTANDERS = 3;
const PROVIDER_LATENCY_MS = 200;
/** Jobs expire after seconds instead of a minute, and leases outlast them as they do in production. */
const PACE = { tickMs: 50, pollSeconds: 0.5, expireSeconds: 2, superviseSeconds: 1 };
const TIMINGS = { callTimeoutMs: 80_000, timings: { leaseSeconds: 90, patienceMs: 20_000 } };
const PATIENCE_MS = 120_000;
/** How far the refresh has come when its worker is stopped. */
const POINTS = ["fetched", "asked", "answered", "committed"] as const;

/** A worker hangs with a job in its hands until the job has expired, then goes on as if nothing had been. */
export const stoppedWorkers: Scenario = {
  name: "stopped-workers",
  threat: 13,
  title: "workers stopped (SIGSTOP) past their job's expiry; no grace",
  run: async (site, scale) => {
    const databaseUrl = await cloneDatabase(site);
    const options = { databaseUrl, knobs: NO_GRACE, clock: "simulator", auditStrict: false } as const;
    const world = await openChaosWorld(options);
    const { clock, control } = world.simulator;
    const stopped = new Set<TokenProcess>();
    try {
      clock.setRate(0);
      const stops = Math.max(POINTS.length, times(20, scale));
      const subjects = await connectBoth(world, stops * (1 + BYSTANDERS));
      const effect = { kind: "latency", delayMs: PROVIDER_LATENCY_MS } as const;
      control.addFault({ endpoint: "token", grantType: "refresh_token", effect, times: 1_000_000 });
      const fork = () => world.fork({ jobs: PACE, nowMs: clock.nowMs(), timings: TIMINGS });
      const workers = await Promise.all(Array.from({ length: WORKERS }, fork));
      for (let nth = 0; nth < stops; nth++) {
        const mine = subjects.filter((_, index) => index % stops === nth);
        await stopOne(world, workers, mine, nth, stopped);
      }
      return verdict(world, subjects, stops);
    } finally {
      for (const worker of stopped) process.kill(worker.pid, "SIGCONT");
      await world.close();
    }
  },
};

async function stopOne(
  world: ChaosWorld,
  workers: readonly TokenProcess[],
  [subject, ...bystanders]: Subject[],
  nth: number,
  stopped: Set<TokenProcess>,
): Promise<void> {
  if (!subject) return;
  const taken = takerOf(workers, subject);
  await makeDue(world, [subject]);
  await step(world, workers);
  const victim = await taken;
  const point = POINTS[nth % POINTS.length];
  const seen = () => countersOf(world, subject);
  if (point === "asked") await until("the provider is asked", () => (seen()?.refreshAttempts ?? 0) > 0, 1);
  if (point === "answered") await until("the provider answers", () => (seen()?.refreshes ?? 0) > 0, 1);
  if (point === "committed") await until("the refresh is saved", () => isFresh(world, [subject]), 1);
  process.kill(victim.pid, "SIGSTOP");
  stopped.add(victim);
  const others = workers.filter((worker) => worker !== victim);
  await until("the job has expired", () => isOutOfHand(world, subject), 50, PATIENCE_MS);
  await makeDue(world, bystanders);
  const goOn = async () => {
    if (await isPlanned(world)) await step(world, others);
    return isFresh(world, bystanders);
  };
  await until("the others' jobs go on", goOn, 200, PATIENCE_MS);
  process.kill(victim.pid, "SIGCONT");
  stopped.delete(victim);
  const end = async () => {
    if (await isPlanned(world)) await step(world, workers);
    return isFresh(world, [subject]);
  };
  await until("the grant is fresh", end, 200, PATIENCE_MS);
  // Out of use, none of them becomes due again in the rounds to come.
  await world.database.query(`UPDATE "Grant" SET "lastVendedAt" = NULL`);
}

/** The worker that is the first to have the grant's job in its hands. */
function takerOf(workers: readonly TokenProcess[], { grantId }: Subject): Promise<TokenProcess> {
  return new Promise((resolve) => {
    for (const worker of workers) {
      worker.onTook((taken) => {
        if (taken === grantId) resolve(worker);
      });
    }
  });
}

/** Time goes on by one step, so that what is due is planned again. */
async function step({ simulator: { clock } }: ChaosWorld, workers: readonly TokenProcess[]): Promise<void> {
  clock.advance(PLANNED_EVERY_MS);
  await Promise.all(workers.map((worker) => worker.tell(clock.nowMs())));
}

async function makeDue({ database, simulator }: ChaosWorld, subjects: readonly Subject[]): Promise<void> {
  const now = new Date(simulator.clock.nowMs());
  await database.query(`UPDATE "Grant" SET "accessExpiresAt" = $2, "lastVendedAt" = $2 WHERE id = ANY($1)`, [
    subjects.map(({ grantId }) => grantId),
    now,
  ]);
}

async function isFresh({ database, simulator }: ChaosWorld, subjects: readonly Subject[]): Promise<boolean> {
  const stale = await database.query(
    `SELECT 1 FROM "Grant" WHERE id = ANY($1) AND ("accessExpiresAt" <= $2 OR "leaseId" IS NOT NULL)`,
    [subjects.map(({ grantId }) => grantId), new Date(simulator.clock.nowMs())],
  );
  return stale.length === 0;
}

async function isOutOfHand({ database }: ChaosWorld, { grantId }: Subject): Promise<boolean> {
  const held = await database.query(
    `SELECT 1 FROM pgboss.job WHERE name = 'refresh' AND state = 'active' AND data->>'grantId' = $1`,
    [grantId],
  );
  return held.length === 0;
}

function verdict(world: ChaosWorld, subjects: readonly Subject[], stops: number): Outcome {
  const refreshes = subjects.map((subject) => countersOf(world, subject)?.refreshes ?? 0);
  return {
    ran: `${stops} stops of one of ${WORKERS} workers with a refresh in its hands, until its job had expired`,
    checks: [
      { what: "grants refreshed more than once", seen: refreshes.filter((n) => n > 1).length, wanted: 0 },
      { what: "grants not refreshed", seen: refreshes.filter((n) => n < 1).length, wanted: 0 },
      { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
      oneInFlight(world),
    ],
    counts: { refreshes: refreshes.reduce((sum, n) => sum + n, 0), otherJobsMeanwhile: stops * BYSTANDERS },
  };
}
