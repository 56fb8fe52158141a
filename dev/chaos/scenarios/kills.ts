import { readdirSync, watch } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@/dev/demo/random";
import type { KnobChanges } from "@/dev/simulator/knobs";
import { expire } from "@/dev/world/expire";
import type { Subject } from "@/dev/world/open-world";
import { callerChecks, callerCounts, judge, noCallers } from "../harness/callers";
import { type ChaosWorld, connectBoth, NO_GRACE, openChaosWorld } from "../harness/chaos-world";
import type { TokenProcess, TokenProcessSetup } from "../harness/fork-token-process";
import { countersOf, countLost, oneInFlight, spentTokensSent, until } from "../harness/observed";
import { openProcessPool, type ProcessPool } from "../harness/process-pool";
import { type Outcome, type Scenario, type Site, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";
import { PATIENT_TENTH, SIXTH } from "../harness/timings";

const FULL_KILLS = 200;
const PROVIDER_LATENCY_MS = 40;
/** QuickBooks' day and Xero's half hour; a QuickBooks that rotates at every refresh is the harder one. */
const GRACE = { intuit: { rotateAfterSeconds: 0 } };

/** The provider takes the replaced refresh token for a while. */
export const killsWithGrace: Scenario = {
  name: "kills",
  threat: 1,
  title: "kill -9 at random points of refreshes; provider with grace",
  run: (site, scale) =>
    inKillWorld(
      site,
      { processes: 3, knobs: GRACE, timings: PATIENT_TENTH },
      async (world, pool, delayMs) => {
        const kills = times(FULL_KILLS, scale);
        const callers = noCallers();
        const survivor = await world.fork({ timings: PATIENT_TENTH });
        const subjects = await connectBoth(world, 80);
        const ends: Promise<void>[] = [];
        for (let kill = 0; kill < kills; kill++) {
          const some = subjects.filter((_, index) => index % 20 === kill % 20);
          await expire(world.database, some);
          const victim = await pool.next();
          const ask = (child: TokenProcess) =>
            some.map(async (subject) => judge(world, callers, subject, await vend(child, subject)));
          const killDelayMs = delayMs();
          ends.push(...ask(victim));
          await pause(killDelayMs / 4);
          ends.push(...[survivor, ...pool.others(victim)].flatMap(ask));
          await pause((killDelayMs * 3) / 4);
          ends.push(pool.kill(victim));
        }
        await Promise.all(ends);
        const { lost, samples } = await countLost(world, await pool.whole(), subjects);
        return {
          ran: `${kills} kills among 4 processes that want 4 of ${subjects.length} expired grants at once`,
          checks: [
            { what: "grants lost", seen: lost.length, wanted: 0 },
            ...callerChecks(callers),
            oneInFlight(world),
          ],
          counts: { ...callerCounts(callers), answersLostAndAskedForAgain: spentTokensSent(world) },
          notes: [...samples, ...callers.samples],
        };
      },
    ),
};

/** Every kill comes after the journal has the provider's answer, so none may lose. */
export const killsAfterJournal: Scenario = {
  name: "kills-after-journal",
  threat: 1,
  title: "kill -9 once the journal has the answer; no grace",
  run: (site, scale) =>
    inKillWorld(site, { processes: 2, knobs: NO_GRACE, timings: SIXTH }, async (world, pool) => {
      const kills = times(FULL_KILLS, scale);
      const callers = noCallers();
      const subjects = await connectBoth(world, kills);
      let uncommitted = 0;
      for (const [nth, subject] of subjects.entries()) {
        await expire(world.database, [subject]);
        const victim = await pool.next();
        const journalled = journalEntryOf(world, subject);
        const answer = vend(victim, subject);
        const letCommit = nth % 2 === 0 ? await holdCommitBack(world, subject) : undefined;
        await journalled;
        if (!letCommit) await pause(nth % 5);
        await pool.kill(victim);
        if (hasJournalEntry(world, subject)) uncommitted++;
        await letCommit?.();
        await judge(world, callers, subject, await answer);
        const [other] = pool.others(victim);
        if (other) await judge(world, callers, subject, await vend(other, subject));
      }
      const { lost, samples } = await countLost(world, await pool.whole(), subjects);
      const betweenBoth = { what: "kills between journal and commit", seen: uncommitted } as const;
      return {
        ran: `${kills} kills, each right after a rotation was journalled; every second with its commit held back`,
        checks: [
          { what: "grants lost", seen: lost.length, wanted: 0 },
          { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
          { ...betweenBoth, wanted: Math.floor(kills / 4), bound: "at least" },
          ...callerChecks(callers),
          oneInFlight(world),
        ],
        counts: callerCounts(callers),
        notes: [...samples, ...callers.samples],
      };
    }),
};

/** What no service can prevent, measured: the answer has arrived and is not on disk yet. */
export const killsWithoutGrace: Scenario = {
  name: "kills-without-grace",
  threat: 1,
  title: "kill -9 at random points of refreshes; no grace",
  run: (site, scale) =>
    inKillWorld(site, { processes: 4, knobs: NO_GRACE, timings: SIXTH }, async (world, pool, delayMs) => {
      const subjects = await connectBoth(world, times(FULL_KILLS, scale));
      const points = { beforeProvider: 0, inWindow: 0, journalled: 0, committed: 0 };
      const inWindow = new Set<Subject>();
      for (const subject of subjects) {
        await expire(world.database, [subject]);
        const victim = await pool.next();
        const answer = vend(victim, subject);
        await pause(delayMs());
        await pool.kill(victim);
        await answer;
        const point = await pointOfKill(world, subject);
        points[point]++;
        if (point === "inWindow") inWindow.add(subject);
      }
      const { lost, samples } = await countLost(world, await pool.whole(), subjects);
      const unexplained = lost.filter((subject) => !inWindow.has(subject)).length;
      return {
        ran: `${subjects.length} kills at random points of as many refreshes`,
        checks: [{ what: "grants lost outside the window before the journal", seen: unexplained, wanted: 0 }],
        counts: { ...points, lostInWindow: lost.length - unexplained },
        notes: samples,
      };
    }),
};

interface KillWorldOptions {
  processes: number;
  knobs: KnobChanges;
  timings: NonNullable<TokenProcessSetup["timings"]>;
}

/** `work` gets the delays after which to kill: at random, over the time that a refresh takes here. */
async function inKillWorld(
  site: Site,
  { processes, knobs, timings }: KillWorldOptions,
  work: (world: ChaosWorld, pool: ProcessPool, delayMs: () => number) => Promise<Outcome>,
): Promise<Outcome> {
  const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), knobs });
  const random = seededRandom(1);
  try {
    world.simulator.control.addFault({
      endpoint: "token",
      grantType: "refresh_token",
      effect: { kind: "latency", delayMs: PROVIDER_LATENCY_MS },
      times: 1_000_000,
    });
    const pool = await openProcessPool(world, processes, timings);
    const usualMs = await usualRefreshMs(world, await pool.whole());
    return await work(world, pool, () => random.next() * usualMs);
  } finally {
    await world.close();
  }
}

/** How long each process's first refresh took, half of them longer. */
async function usualRefreshMs(world: ChaosWorld, processes: readonly TokenProcess[]): Promise<number> {
  const subjects = await connectBoth(world, processes.length);
  await expire(world.database, subjects);
  const tookMs = await Promise.all(
    subjects.map(async (subject, index) => {
      const startedMs = performance.now();
      await processes[index]?.vend(subject.companyId, subject.provider);
      return performance.now() - startedMs;
    }),
  );
  return tookMs.sort((a, b) => a - b)[Math.floor(tookMs.length / 2)] ?? 100;
}

const vend = (child: TokenProcess, { companyId, provider }: Subject) => child.vend(companyId, provider);

/** Locks the grant's row while the provider is being asked. @returns What lets the commit through. */
async function holdCommitBack(world: ChaosWorld, subject: Subject): Promise<() => Promise<void>> {
  await until("the provider was asked", () => (countersOf(world, subject)?.refreshAttempts ?? 0) > 0, 1);
  const connection = await world.database.pool.connect();
  await connection.query("BEGIN");
  await connection.query(`SELECT 1 FROM "Grant" WHERE id = $1 FOR UPDATE`, [subject.grantId]);
  return async () => {
    await connection.query("ROLLBACK");
    connection.release();
  };
}

/** @throws {Error} Nothing was journalled within half a minute. */
function journalEntryOf({ settings }: ChaosWorld, { grantId }: Subject): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(patience);
      watching.close();
      settle();
    };
    const inVain = () => end(() => reject(new Error("Waited in vain until a rotation was journalled")));
    const patience = setTimeout(inVain, 30_000);
    const watching = watch(settings.journalDirectory, (_, name) => {
      if (name?.startsWith(`${grantId}.`)) end(resolve);
    });
  });
}

function hasJournalEntry({ settings }: ChaosWorld, { grantId }: Subject): boolean {
  return readdirSync(settings.journalDirectory).some((name) => name.startsWith(`${grantId}.`));
}

/** How far a refresh of a grant's first generation had come. Journal before database: an entry goes after its commit. */
async function pointOfKill(world: ChaosWorld, subject: Subject) {
  if (hasJournalEntry(world, subject)) return "journalled";
  const [grant] = await world.database.query(`SELECT generation FROM "Grant" WHERE id = $1`, [
    subject.grantId,
  ]);
  if (grant?.generation > 1) return "committed";
  // The provider goes on with what it was asked, whether or not anybody is left to hear it.
  await until("the provider is done", () => {
    const counters = countersOf(world, subject);
    return counters === undefined || counters.refreshes === counters.refreshAttempts;
  });
  return countersOf(world, subject) ? "inWindow" : "beforeProvider";
}
