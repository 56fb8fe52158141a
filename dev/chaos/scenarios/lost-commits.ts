import { expire } from "@/dev/world/expire";
import { callerChecks, callerCounts, judge, noCallers } from "../harness/callers";
import { type ChaosWorld, connectBoth, NO_GRACE, openChaosWorld } from "../harness/chaos-world";
import { type CommitCutter, type CutAt, startCommitCutter } from "../harness/commit-cutter";
import { countersOf, countLost, oneInFlight, spentTokensSent } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const FULL_CUTS = 200;
const CUTS: CutAt[] = ["answer", "sent", "answer", "sent", "beforeSending"];

/** Whether a COMMIT took effect can't be known by who sent it: it must be asked, not guessed. */
export const lostCommits: Scenario = {
  name: "lost-commits",
  threat: 11,
  title: "the socket is cut around a rotation's COMMIT; no grace",
  run: async (site, scale) => {
    const databaseUrl = await cloneDatabase(site);
    const world = await openChaosWorld({ databaseUrl, knobs: NO_GRACE });
    const cutter = await startCommitCutter(Number(new URL(databaseUrl).port || 5432));
    try {
      return await cutCommits(world, cutter, times(FULL_CUTS, scale));
    } finally {
      await world.close();
      await cutter.close();
    }
  },
};

async function cutCommits(world: ChaosWorld, cutter: CommitCutter, cuts: number): Promise<Outcome> {
  const throughCutter = new URL(world.settings.databaseUrl);
  throughCutter.port = String(cutter.port);
  const settings = { ...world.settings, databaseUrl: throughCutter.href };
  const processes = await Promise.all([world.fork({ settings }), world.fork({ settings })]);
  const subjects = await connectBoth(world, cuts);
  const callers = noCallers();
  for (const [nth, subject] of subjects.entries()) {
    await expire(world.database, [subject]);
    cutter.arm(CUTS[nth % CUTS.length] ?? "answer");
    const child = processes[nth % 2];
    if (child) await judge(world, callers, subject, await child.vend(subject.companyId, subject.provider));
  }
  const twice = subjects.filter((subject) => countersOf(world, subject)?.refreshes !== 1).length;
  const [recorded] = await world.database.query<{ count: number; moved: number }>(
    `SELECT count(*)::int AS count, (SELECT count(*)::int FROM "Grant" WHERE generation <> 2) AS moved
     FROM "AuditLog" WHERE operation = 'token.refresh' AND outcome = 'success'`,
  );
  const made = cutter.cuts;
  const { lost, samples } = await countLost(world, processes, subjects);
  return {
    ran: `${cuts} rotations whose COMMIT lost its connection: after its answer, after sending, or just before`,
    checks: [
      { what: "commits cut", seen: made, wanted: cuts },
      { what: "grants lost", seen: lost.length, wanted: 0 },
      { what: "grants rotated more or less than once at the provider", seen: twice, wanted: 0 },
      {
        what: "grants whose generation moved more or less than once",
        seen: recorded?.moved ?? -1,
        wanted: 0,
      },
      { what: "audit rows of rotations", seen: recorded?.count ?? 0, wanted: cuts },
      { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
      ...callerChecks(callers),
      oneInFlight(world),
    ],
    counts: callerCounts(callers),
    notes: [...samples, ...callers.samples],
  };
}
