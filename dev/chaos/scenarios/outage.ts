import type { Subject } from "@/dev/world/open-world";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { CountersignError } from "@/lib/errors";
import type { TokenEngine } from "@/lib/token/engine";
import { type ChaosWorld, connectBoth, openChaosWorld, together } from "../harness/chaos-world";
import { isAccepted } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";
import { beginOutage, outageChecks } from "./outage-checks";

/** Shorter than the distance that must be kept between attempts, so that keeping it takes doing. */
const ROUND_MS = 25_000;
const MAX_ROUNDS = 72;

/** Everybody's token has run out and the provider answers nobody, then everybody. */
export const outage: Scenario = {
  name: "outage",
  threat: 9,
  title: "expired grants, provider 503 for 10 virtual minutes, then up",
  run: (site, scale) => inOutageWorld(site, times(10_000, scale), 1),
};

/** A provider that fails every second request, which opens no breaker: each grant's own back-off must do. */
export const halfOutage: Scenario = {
  name: "half-outage",
  threat: 9,
  title: "expired grants, provider fails every second request for 10 virtual minutes",
  run: (site, scale) => inOutageWorld(site, times(2_000, scale), 2),
};

async function inOutageWorld(
  site: Parameters<Scenario["run"]>[0],
  grants: number,
  every: number,
): Promise<Outcome> {
  const world = await openChaosWorld({
    databaseUrl: await cloneDatabase(site),
    clock: "simulator",
    auditStrict: false,
  });
  const second = await startTokens(world.settings, world.database, world.simulator.clock);
  try {
    const subjects = await connectBoth(world, grants);
    return await liveThrough(world, [world.engine, second], subjects, every);
  } finally {
    await second.stop();
    await world.close();
  }
}

async function liveThrough(
  world: ChaosWorld,
  engines: readonly TokenEngine[],
  subjects: readonly Subject[],
  every: number,
): Promise<Outcome> {
  const { clock } = world.simulator;
  const startMs = beginOutage(world, every);
  const told = { served: 0, retryable: 0, other: 0 };
  let waiting = [...subjects];
  for (let round = 0; waiting.length > 0 && round < MAX_ROUNDS; round++) {
    const still: Subject[] = [];
    await together(waiting.length, 64, async (index) => {
      const subject = waiting[index];
      const engine = engines[(index + round) % engines.length];
      if (!subject || !engine) return;
      const answer = await vend(world, engine, subject);
      told[answer]++;
      if (answer !== "served") still.push(subject);
    });
    waiting = still;
    if (waiting.length > 0) clock.advance(ROUND_MS);
  }
  const { checks, counts } = await outageChecks(world, { startMs, notFresh: waiting.length });
  return {
    ran: `${subjects.length} expired grants, each asked for every ${ROUND_MS / 1_000} virtual s of two engines in turn`,
    checks: [
      ...checks,
      { what: "callers without a good token or a typed retryable error", seen: told.other, wanted: 0 },
    ],
    counts: { vends: told.served + told.retryable, ...counts },
  };
}

async function vend(
  world: ChaosWorld,
  { service }: TokenEngine,
  subject: Subject,
): Promise<"served" | "retryable" | "other"> {
  try {
    const token = await service.getValidToken(subject.companyId, subject.provider, "developer");
    return (await isAccepted(world, subject, token)) ? "served" : "other";
  } catch (error) {
    return error instanceof CountersignError && error.retryable ? "retryable" : "other";
  }
}
