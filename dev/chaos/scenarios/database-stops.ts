import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@/dev/demo/random";
import { expire } from "@/dev/world/expire";
import { callerChecks, callerCounts, judge, noCallers } from "../harness/callers";
import { type ChaosWorld, connectBoth, NO_GRACE, openChaosWorld } from "../harness/chaos-world";
import { countLost, eventually, oneInFlight, spentTokensSent, until } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { startServer } from "../harness/server";
import { SIXTH } from "../harness/timings";

const PROCESSES = 4;
const FULL_STOPS = 50;
const GRANTS = 40;
const PROVIDER_LATENCY_MS = 40;

/** Postgres loses power, in effect, while rotations are under way that can't be had twice. */
export const databaseStops: Scenario = {
  name: "database-stops",
  threat: 2,
  title: "pg_ctl -m immediate stop during refreshes; no grace",
  run: async (_, scale) => {
    const server = await startServer({ durable: true });
    try {
      const world = await openChaosWorld({ databaseUrl: server.url, knobs: NO_GRACE });
      try {
        return await stopAndStart(world, server.pgCtl, times(FULL_STOPS, scale));
      } finally {
        await world.close();
      }
    } finally {
      await server.stop();
    }
  },
};

async function stopAndStart(
  world: ChaosWorld,
  pgCtl: (...args: string[]) => Promise<void>,
  stops: number,
): Promise<Outcome> {
  const random = seededRandom(2);
  world.simulator.control.addFault({
    endpoint: "token",
    grantType: "refresh_token",
    effect: { kind: "latency", delayMs: PROVIDER_LATENCY_MS },
    times: 1_000_000,
  });
  const subjects = await connectBoth(world, GRANTS);
  const processes = await Promise.all(
    Array.from({ length: PROCESSES }, () => world.fork({ timings: SIXTH })),
  );
  const callers = noCallers();
  let journalled = 0;
  for (let stop = 0; stop < stops; stop++) {
    await eventually(() => expire(world.database, subjects));
    let unanswered = subjects.length;
    const goal = attempts(world) + random.between(1, GRANTS);
    const answers = subjects.map(async (subject, index) => {
      const child = processes[index % processes.length] ?? processes[0];
      if (!child) return;
      await pause(random.next() * 100);
      const answer = await child.vend(subject.companyId, subject.provider);
      unanswered--;
      await judge(world, callers, subject, answer);
    });
    await until("enough refreshes are under way", () => attempts(world) >= goal || unanswered === 0);
    await pause(random.next() * PROVIDER_LATENCY_MS * 2);
    await pgCtl("stop", "-m", "immediate");
    journalled += readdirSync(world.settings.journalDirectory).filter((name) =>
      name.endsWith(".rotation"),
    ).length;
    await pause(random.next() * 300);
    await pgCtl("start");
    await Promise.all(answers);
  }
  const { lost, samples } = await countLost(world, processes, subjects);
  return {
    ran: `${stops} stops under ${subjects.length} refreshes by ${PROCESSES} processes each, on a durable Postgres`,
    checks: [
      { what: "grants lost", seen: lost.length, wanted: 0 },
      { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
      { what: "processes that ended", seen: processes.filter(({ alive }) => !alive).length, wanted: 0 },
      ...callerChecks(callers),
      oneInFlight(world),
    ],
    counts: { ...callerCounts(callers), rotationsSavedByTheJournal: journalled },
    notes: [...samples, ...callers.samples],
  };
}

function attempts({ simulator }: ChaosWorld): number {
  const { qbo, xero } = simulator.control.counters();
  return qbo.tokenRequests.refresh_token + xero.tokenRequests.refresh_token;
}
