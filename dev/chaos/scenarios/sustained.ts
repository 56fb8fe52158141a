import type { Subject } from "@/dev/world/open-world";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { CountersignError } from "@/lib/errors";
import type { TokenEngine } from "@/lib/token/engine";
import { type ChaosWorld, connectBoth, openChaosWorld, together } from "../harness/chaos-world";
import { isAccepted, oneInFlight, until } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const MINUTE_MS = 60_000;
const FULL_CONNECTIONS = 10_000;
/** Several lives of a Xero token (30 minutes) and of a QuickBooks one (60). */
const FULL_MINUTES = 180;
const REDUCED_MINUTES = 65;
/** How often companies are asked for: from a busy integration to one whose token has always run out. */
const EVERY_MINUTES = [2, 5, 10, 20, 40] as const;
const TICK_MS = 10_000;
const CALLERS_AT_ONCE = 64;
/** Virtual time must not outrun what the machine gets done: refreshes that may be under way when it moves on. */
const CARRIED_OVER = 16;

/** Everyday use for hours: whatever is served must be good at that moment, and nearly everything is served. */
export const sustained: Scenario = {
  name: "sustained",
  threat: 28,
  title: "connections of every rhythm vended for virtual hours by two engines",
  run: async (site, scale) => {
    const world = await openChaosWorld({
      databaseUrl: await cloneDatabase(site),
      clock: "simulator",
      auditStrict: false,
    });
    const second = await startTokens(world.settings, world.database, world.simulator.clock);
    try {
      const subjects = await connectBoth(world, times(FULL_CONNECTIONS, scale));
      const minutes = scale < 1 ? REDUCED_MINUTES : FULL_MINUTES;
      return await live(world, [world.engine, second], subjects, minutes);
    } finally {
      await second.stop();
      await world.close();
    }
  },
};

async function live(
  world: ChaosWorld,
  engines: readonly TokenEngine[],
  subjects: readonly Subject[],
  minutes: number,
): Promise<Outcome> {
  const { clock, control } = world.simulator;
  clock.setRate(0);
  const told = { asked: 0, served: 0, refused: 0, failed: 0 };
  const samples: string[] = [];
  const ticks = (minutes * MINUTE_MS) / TICK_MS;
  for (let tick = 0; tick < ticks; tick++) {
    const due = subjects.filter((_, index) => isDue(index, tick));
    await together(due.length, CALLERS_AT_ONCE, async (index) => {
      const subject = due[index];
      const engine = engines[(index + tick) % engines.length];
      if (!subject || !engine) return;
      told.asked++;
      const answer = await vend(world, engine, subject);
      told[answer.ended]++;
      if (answer.said && samples.length < 5) samples.push(answer.said);
    });
    await until("refreshes keep up", async () => (await underWay(engines)) <= CARRIED_OVER);
    clock.advance(TICK_MS);
  }
  const { qbo, xero } = control.counters();
  return {
    ran: `${subjects.length} connections, ${told.asked} vends over ${minutes} virtual minutes`,
    checks: [
      { what: "tokens served that the provider refused", seen: told.refused, wanted: 0 },
      {
        what: "vends served, of 10,000",
        seen: Math.floor((told.served / told.asked) * 10_000),
        wanted: 9_999,
        bound: "at least",
      },
      oneInFlight(world),
    ],
    counts: {
      vendsServed: told.served,
      vendsFailed: told.failed,
      refreshes: qbo.tokenRequests.refresh_token + xero.tokenRequests.refresh_token,
    },
    notes: samples,
  };
}

/** Each in its rhythm, and spread over it. */
function isDue(index: number, tick: number): boolean {
  const minutes = EVERY_MINUTES[index % EVERY_MINUTES.length] ?? 1;
  const everyTicks = (minutes * MINUTE_MS) / TICK_MS;
  return (tick + Math.floor(index / EVERY_MINUTES.length)) % everyTicks === 0;
}

async function underWay(engines: readonly TokenEngine[]): Promise<number> {
  const stats = await Promise.all(engines.map((engine) => engine.stats()));
  return stats.reduce((sum, { refreshesUnderWay }) => sum + refreshesUnderWay, 0);
}

/** Time stands still from the vend to the provider's word on it. */
async function vend(
  world: ChaosWorld,
  { service }: TokenEngine,
  subject: Subject,
): Promise<{ ended: "served" | "refused" | "failed"; said?: string }> {
  try {
    const token = await service.getValidToken(subject.companyId, subject.provider, "developer");
    if (await isAccepted(world, subject, token)) return { ended: "served" };
    return { ended: "refused", said: `a ${subject.provider} token the provider refuses` };
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    return { ended: "failed", said: `${error.code}: ${error.message}` };
  }
}
