import { expire } from "@/dev/world/expire";
import type { Subject } from "@/dev/world/open-world";
import type { Database } from "@/lib/db";
import { callerChecks, callerCounts, judge, noCallers } from "../harness/callers";
import { type ChaosWorld, connectBoth, NO_GRACE, openChaosWorld, together } from "../harness/chaos-world";
import type { TokenProcess } from "../harness/fork-token-process";
import { countersOf, countLost, oneInFlight, spentTokensSent, until } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";
import { TENTH } from "../harness/timings";

const PROCESSES = 4;
const FULL_REFRESHES = 4_000;
const GRANTS = 100;
const AT_ONCE = 16;
/** Longer than a caller's patience, shorter than the deadline, as 40 s are in production. */
const SLOW_MS = 4_000;
/** 3 %. */
const EVERY = 33;

/** Callers give up, and the rotation they no longer wait for must be kept all the same. */
export const slowProvider: Scenario = {
  name: "slow-provider",
  threat: 3,
  title: "3 % of answers take 40 s (4 s, with all timings at a tenth); no grace",
  run: async (site, scale) => {
    const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), knobs: NO_GRACE });
    const aim = { endpoint: "token", grantType: "refresh_token", every: EVERY, times: 1_000_000 } as const;
    const { control } = world.simulator;
    control.addFault({ ...aim, provider: "qbo", effect: { kind: "latency", delayMs: SLOW_MS } });
    control.addFault({ ...aim, provider: "xero", effect: { kind: "delayResponse", delayMs: SLOW_MS } });
    try {
      return await refreshMany(world, times(FULL_REFRESHES, scale));
    } finally {
      await world.close();
    }
  },
};

async function refreshMany(world: ChaosWorld, refreshes: number): Promise<Outcome> {
  const processes = await Promise.all(
    Array.from({ length: PROCESSES }, () => world.fork({ timings: TENTH })),
  );
  const idle = new Map((await connectBoth(world, GRANTS)).map((subject) => [subject, 0]));
  const subjects = [...idle.keys()];
  const done = new Map<Subject, number>();
  const callers = noCallers();
  await together(refreshes, AT_ONCE, async (nth) => {
    const [[subject, earlier] = []] = idle;
    if (!subject || earlier === undefined) throw new Error("More refreshes at once than grants");
    idle.delete(subject);
    await expire(world.database, [subject]);
    const ask = async (child: TokenProcess | undefined) => {
      if (child) await judge(world, callers, subject, await child.vend(subject.companyId, subject.provider));
    };
    await Promise.all([ask(processes[nth % PROCESSES]), ask(processes[(nth + 1) % PROCESSES])]);
    await until("the rotation is kept", () => hasReached(world.database, subject, earlier + 2), 50);
    done.set(subject, earlier + 1);
    idle.set(subject, earlier + 1);
  });
  const { qbo, xero } = world.simulator.control.counters();
  world.simulator.control.clearFaults();
  const notOnce = [...done].filter(
    ([subject, count]) => countersOf(world, subject)?.refreshAttempts !== count,
  );
  const { lost, samples } = await countLost(world, processes, subjects);
  return {
    ran: `${refreshes} refreshes, each wanted by two callers in two of ${PROCESSES} processes`,
    checks: [
      { what: "grants lost", seen: lost.length, wanted: 0 },
      { what: "grants asked for more or less often than they ran out", seen: notOnce.length, wanted: 0 },
      { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
      ...callerChecks(callers),
      oneInFlight(world),
    ],
    counts: { ...callerCounts(callers), slowAnswers: qbo.faultsApplied + xero.faultsApplied },
    notes: [...samples, ...callers.samples],
  };
}

async function hasReached(database: Database, { grantId }: Subject, generation: number): Promise<boolean> {
  const [row] = await database.query(`SELECT 1 FROM "Grant" WHERE id = $1 AND generation >= $2`, [
    grantId,
    generation,
  ]);
  return row !== undefined;
}
