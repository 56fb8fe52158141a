import { setTimeout as pause } from "node:timers/promises";
import { expire } from "@/dev/world/expire";
import type { Subject } from "@/dev/world/open-world";
import { type Callers, callerChecks, callerCounts, judge, noCallers } from "../harness/callers";
import { type ChaosWorld, connectBoth, openChaosWorld } from "../harness/chaos-world";
import type { TokenProcess } from "../harness/fork-token-process";
import { type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const SHIFT_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const FULL_ROUNDS = 100;
/** Too short to be cached: a cache would hear of a jump in time only by its notification, a moment later. */
const UNCACHED = { accessTtlSeconds: 60 };
/** Cached for two seconds. */
const CACHED = { accessTtlSeconds: 62 };

/** A machine's clock is ten minutes off; the database's is not. */
export const wrongClock: Scenario = {
  name: "wrong-clock",
  threat: 10,
  title: "processes whose machine's clock is ten minutes slow or fast",
  run: async (site, scale) => {
    const knobs = { intuit: UNCACHED, xero: UNCACHED };
    const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), knobs });
    try {
      const shifts = [-SHIFT_MS, SHIFT_MS, 0];
      const processes = await Promise.all(shifts.map((clockShiftMs) => world.fork({ clockShiftMs })));
      const subjects = await connectBoth(world, 4);
      const callers = noCallers();
      const rounds = times(FULL_ROUNDS, scale);
      for (let round = 0; round < rounds; round++) {
        await vendAll(world, callers, processes, subjects);
        world.simulator.clock.advance(HOUR_MS);
        await expire(world.database, subjects, round % 2 === 0 ? 1_000 : SHIFT_MS / 2);
        await vendAll(world, callers, processes, subjects);
      }
      const lived = scale < 1 ? 0 : await liveThroughALife(world, callers, processes, subjects);
      const off = processes.filter(({ clockMs }) => Math.abs(clockMs - Date.now()) > SHIFT_MS / 2).length;
      return {
        ran: `${rounds} expiries, ${subjects.length} grants, a slow, a fast and a true process; ${lived} s of real time past an expiry`,
        checks: [
          { what: "processes with a wrong clock", seen: off, wanted: 2 },
          ...callerChecks(callers),
          { what: "callers told to come again", seen: callers.retryable, wanted: 0 },
        ],
        counts: callerCounts(callers),
        notes: callers.samples,
      };
    } finally {
      await world.close();
    }
  },
};

async function vendAll(
  world: ChaosWorld,
  callers: Callers,
  processes: readonly TokenProcess[],
  subjects: readonly Subject[],
): Promise<void> {
  for (const child of processes) {
    await Promise.all(
      subjects.map(async (subject) =>
        judge(world, callers, subject, await child.vend(subject.companyId, subject.provider)),
      ),
    );
  }
}

/** Tokens short enough to see their real end, in every process's cache. @returns How many seconds were watched. */
async function liveThroughALife(
  world: ChaosWorld,
  callers: Callers,
  processes: readonly TokenProcess[],
  subjects: readonly Subject[],
): Promise<number> {
  world.simulator.control.setKnobs({ intuit: CACHED, xero: CACHED });
  await expire(world.database, subjects);
  const seconds = CACHED.accessTtlSeconds + 10;
  const untilMs = performance.now() + seconds * 1_000;
  while (performance.now() < untilMs) {
    await vendAll(world, callers, processes, subjects);
    await pause(500);
  }
  return seconds;
}
