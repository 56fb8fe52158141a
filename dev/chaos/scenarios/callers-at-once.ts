import { get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expire } from "@/dev/world/expire";
import { callerChecks, judge, noCallers } from "../harness/callers";
import { type ChaosWorld, connectBoth, NO_GRACE, openChaosWorld } from "../harness/chaos-world";
import { countersOf, countLost, oneInFlight, spentTokensSent, until } from "../harness/observed";
import { type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";
import { SIXTH } from "../harness/timings";

const PROCESSES = 4;
const CALLERS = 200;
const LATENCY_MS = 300;

/** A crowd wants one expired token; one of its members may fetch it. */
export const crowd: Scenario = {
  name: "crowd",
  threat: 4,
  title: "200 callers over 4 processes, one expired token",
  run: (site, scale) =>
    inPatientWorld(site, async (world) => {
      const processes = await Promise.all(
        Array.from({ length: PROCESSES }, () => world.fork({ timings: SIXTH })),
      );
      const crowds = times(10, scale);
      const subjects = await connectBoth(world, crowds);
      const callers = noCallers();
      const tokens = new Set<string>();
      for (const subject of subjects) {
        await expire(world.database, [subject]);
        await Promise.all(
          Array.from({ length: CALLERS }, async (_, nth) => {
            const child = processes[nth % processes.length];
            if (!child) return;
            const answer = await child.vend(subject.companyId, subject.provider);
            tokens.add(answer.token ?? "none");
            await judge(world, callers, subject, answer);
          }),
        );
      }
      const refreshes = subjects.reduce(
        (sum, subject) => sum + (countersOf(world, subject)?.refreshAttempts ?? 0),
        0,
      );
      return {
        ran: `${CALLERS} callers over ${PROCESSES} processes for one expired token, ${crowds} times`,
        checks: [
          { what: "refreshes at the provider", seen: refreshes, wanted: crowds },
          { what: "callers served", seen: callers.served, wanted: crowds * CALLERS },
          { what: "different tokens served", seen: tokens.size, wanted: crowds },
          ...callerChecks(callers),
        ],
        counts: {},
        notes: callers.samples,
      };
    }),
};

/** Browsers close, deploys cut requests off: the provider has rotated all the same. */
export const callersGone: Scenario = {
  name: "callers-gone",
  threat: 5,
  title: "callers hang up while the provider is being asked; no grace",
  run: (site, scale) =>
    inPatientWorld(site, async (world) => {
      const processes = await Promise.all([world.fork({ timings: SIXTH }), world.fork({ timings: SIXTH })]);
      const subjects = await connectBoth(world, times(100, scale));
      await expire(world.database, subjects);
      let answered = 0;
      await Promise.all(
        subjects.map(async (subject, nth) => {
          const url = `${processes[nth % 2]?.url}/${subject.companyId}/${subject.provider}`;
          const request = get(url, () => answered++).on("error", () => {});
          await until("the provider was asked", () => countersOf(world, subject) !== undefined, 10);
          await pause((nth * 7) % (LATENCY_MS / 3));
          request.destroy();
        }),
      );
      const saved = async () => {
        const [row] = await world.database.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM "Grant" WHERE generation = 2`,
        );
        return row?.count ?? 0;
      };
      await until("every rotation is saved", async () => (await saved()) === subjects.length, 50).catch(
        () => {},
      );
      const savedRotations = await saved();
      const { lost, samples } = await countLost(world, processes, subjects);
      return {
        ran: `${subjects.length} HTTP callers of 2 processes, each for a grant of its own, cut off during the call`,
        checks: [
          { what: "rotations saved", seen: savedRotations, wanted: subjects.length },
          { what: "callers that still got an answer", seen: answered, wanted: 0 },
          { what: "grants lost", seen: lost.length, wanted: 0 },
          { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
          oneInFlight(world),
        ],
        counts: {},
        notes: samples,
      };
    }),
};

async function inPatientWorld(
  site: Parameters<Scenario["run"]>[0],
  work: (world: ChaosWorld) => ReturnType<Scenario["run"]>,
): ReturnType<Scenario["run"]> {
  const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), knobs: NO_GRACE });
  world.simulator.control.addFault({
    endpoint: "token",
    grantType: "refresh_token",
    effect: { kind: "latency", delayMs: LATENCY_MS },
    times: 1_000_000,
  });
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}
