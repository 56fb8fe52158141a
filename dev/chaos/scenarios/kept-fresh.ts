import type { Subject } from "@/dev/world/open-world";
import { createKeyring } from "@/lib/token/keys/keyring";
import { type StoredSubject, subjectOf } from "@/lib/token/keys/tenant-id";
import { type ChaosWorld, connectBoth, NO_GRACE, openChaosWorld, together } from "../harness/chaos-world";
import type { TokenProcess } from "../harness/fork-token-process";
import { isAccepted, oneInFlight, spentTokensSent, until } from "../harness/observed";
import { type Outcome, REDUCED, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const MINUTE_MS = 60_000;
/** How often everybody is vended, and how long connecting lasts: then due times are as spread as Xero's are long. */
const ROUND_MS = 20 * MINUTE_MS;
/** From a token's issue to its soft window. */
const DUE_AFTER_MS = { qbo: 50 * MINUTE_MS, xero: 20 * MINUTE_MS };
const PACE = { tickMs: 50, pollSeconds: 0.5 };
/** A step's work, on a machine that is busy with other things. */
const STEP_PATIENCE_MS = 300_000;

/** Virtual time stands still while a step's work is done, so that a slow machine is late for nothing. */
interface Steps {
  lastsMs: number;
  stepMs: number;
}

/** Two web processes that vend, two workers, one database: what is used is never stale, and nothing is done twice. */
export const keptFresh: Scenario = {
  name: "kept-fresh",
  threat: 28,
  title: "two web and two worker processes keep grants fresh for two virtual hours",
  run: async (site, scale) => {
    const databaseUrl = await cloneDatabase(site);
    const options = { databaseUrl, knobs: NO_GRACE, clock: "simulator", auditStrict: false } as const;
    const world = await openChaosWorld(options);
    const steps =
      scale <= REDUCED
        ? { lastsMs: 60 * MINUTE_MS, stepMs: MINUTE_MS }
        : { lastsMs: 120 * MINUTE_MS, stepMs: MINUTE_MS / 2 };
    try {
      world.simulator.clock.setRate(0);
      return await liveThrough(world, await connectSpread(world, times(10_000, scale), steps), steps);
    } finally {
      await world.close();
    }
  },
};

async function connectSpread(world: ChaosWorld, count: number, { stepMs }: Steps): Promise<Subject[]> {
  const groups = ROUND_MS / stepMs;
  const subjects: Subject[] = [];
  for (let group = 1; group <= groups; group++) {
    subjects.push(...(await connectBoth(world, Math.round((count * group) / groups) - subjects.length)));
    world.simulator.clock.advance(stepMs);
  }
  const now = new Date(world.simulator.clock.nowMs());
  await world.database.query(`UPDATE "Grant" SET "lastVendedAt" = $1`, [now]);
  return subjects;
}

async function liveThrough(world: ChaosWorld, subjects: Subject[], steps: Steps): Promise<Outcome> {
  const { clock } = world.simulator;
  const { lastsMs, stepMs } = steps;
  const fork = () => world.fork({ jobs: PACE, nowMs: clock.nowMs() });
  const expected = await expectedRefreshes(world, steps);
  const processes = await Promise.all([fork(), fork(), fork(), fork()]);
  const seen = { vends: 0, refused: 0, expired: 0 };
  // The first step takes no time: whoever connected first is due already.
  for (let step = 0; step * stepMs <= lastsMs; step++) {
    if (step > 0) clock.advance(stepMs);
    await Promise.all(processes.map((process) => process.tell(clock.nowMs())));
    const turn = step % (ROUND_MS / stepMs);
    const asked = subjects.filter((_, index) => index % (ROUND_MS / stepMs) === turn);
    seen.vends += asked.length;
    seen.refused += await countRefused(world, processes.slice(0, 2), asked);
    await until("nothing is due", () => isQuiet(world), 20, STEP_PATIENCE_MS);
    seen.expired += await countGrants(world, `"accessExpiresAt" <= $1`);
  }
  const { qbo, xero, grants } = world.simulator.control.counters();
  const times = new Map(Object.values(grants).map(({ owner, refreshes }) => [owner, refreshes]));
  const off = subjects.map(({ owner }) => (times.get(owner) ?? 0) - (expected.get(owner) ?? -1));
  const by = await countActors(world);
  return {
    ran: `${subjects.length} grants over ${lastsMs / MINUTE_MS} virtual min, by 2 processes that vend and 2 that don't`,
    checks: [
      { what: "grants refreshed more often than due", seen: off.filter((n) => n > 0).length, wanted: 0 },
      { what: "grants refreshed less often than due", seen: off.filter((n) => n < 0).length, wanted: 0 },
      { what: "vends without a token that the provider takes", seen: seen.refused, wanted: 0 },
      { what: "grants found expired, looked for at each step", seen: seen.expired, wanted: 0 },
      { what: "connections without a live call for 75 min", seen: await countUnseen(world), wanted: 0 },
      { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
      oneInFlight(world),
    ],
    counts: { refreshes: qbo.refreshes + xero.refreshes, vends: seen.vends, ...by },
  };
}

/** How often each owner's grant becomes due, from when its token was issued and when the clock is looked at. */
async function expectedRefreshes(
  { database, settings, simulator: { clock } }: ChaosWorld,
  { lastsMs, stepMs }: Steps,
): Promise<Map<string, number>> {
  const keyring = createKeyring(settings.encryptionKeys);
  const grants = await database.query<StoredSubject & { connectionType: "qbo" | "xero"; issuedAt: Date }>(
    `SELECT id, subject, "sealedSubject", "connectionType", "issuedAt" FROM "Grant"`,
  );
  return new Map(
    grants.map(({ issuedAt, connectionType, ...grant }) => {
      let [issuedMs, refreshes] = [issuedAt.getTime(), 0];
      for (let step = 0; step * stepMs <= lastsMs; step++) {
        const nowMs = clock.nowMs() + step * stepMs;
        if (nowMs < issuedMs + DUE_AFTER_MS[connectionType]) continue;
        issuedMs = nowMs;
        refreshes++;
      }
      return [subjectOf(keyring, { connectionType, ...grant }), refreshes];
    }),
  );
}

async function countRefused(
  world: ChaosWorld,
  processes: readonly TokenProcess[],
  asked: readonly Subject[],
): Promise<number> {
  let refused = 0;
  await together(asked.length, 16, async (index) => {
    const subject = asked[index];
    if (!subject) return;
    const answer = await processes[index % processes.length]?.vend(subject.companyId, subject.provider);
    if (!answer?.token || !(await isAccepted(world, subject, answer.token))) refused++;
  });
  return refused;
}

async function isQuiet(world: ChaosWorld): Promise<boolean> {
  if ((await world.engine.findDueGrants(1)).length > 0) return false;
  return (await countGrants(world, `"leaseId" IS NOT NULL AND $1::timestamptz IS NOT NULL`)) === 0;
}

async function countGrants({ database, simulator }: ChaosWorld, where: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Grant" WHERE ${where}`,
    [new Date(simulator.clock.nowMs())],
  );
  return row?.count ?? -1;
}

async function countUnseen({ database, simulator }: ChaosWorld): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "ConnectionHealth" WHERE "lastProbedAt" <= $1`,
    [new Date(simulator.clock.nowMs() - 75 * MINUTE_MS)],
  );
  return row?.count ?? -1;
}

/** Who caused the refreshes, and how many live calls checks were. */
async function countActors({ database }: ChaosWorld): Promise<Record<string, number>> {
  const rows = await database.query<{ what: string; count: number }>(
    `SELECT CASE operation WHEN 'token.refresh' THEN 'by-' || "userId" ELSE 'checks' END AS what, count(*)::int AS count
     FROM "AuditLog" WHERE operation IN ('token.refresh', 'connection.check') GROUP BY 1 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}
