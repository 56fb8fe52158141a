import { startTokens } from "@/lib/boot/start-tokens";
import { CountersignError } from "@/lib/errors";
import type { TokenEngine } from "@/lib/token/engine";
import { type Outcome, type Scenario, times } from "./scenario";
import { cloneDatabase } from "./server";
import { isAccepted } from "./witness";
import { type ChaosWorld, connectBoth, openChaosWorld, type Subject, together } from "./world";

const MINUTE_MS = 60_000;
const OUTAGE_MS = 10 * MINUTE_MS;
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
  const { clock, control } = world.simulator;
  clock.setRate(0);
  clock.advance(120 * MINUTE_MS);
  const fault = { endpoint: "token", grantType: "refresh_token", forMs: OUTAGE_MS, every } as const;
  control.addFault({ ...fault, effect: { kind: "status", status: 503 } });
  const startMs = clock.nowMs();
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
  const minutes = (clock.nowMs() - startMs) / MINUTE_MS;
  const gaps = Object.values(control.counters().grants).flatMap(
    ({ minAttemptGapMs }) => minAttemptGapMs ?? [],
  );
  const [dead] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Grant" WHERE state <> 'active'`,
  );
  const { qbo, xero } = control.counters();
  return {
    ran: `${subjects.length} expired grants, each asked for every ${ROUND_MS / 1_000} virtual s of two engines in turn`,
    checks: [
      {
        what: "grants tried twice within 30 virtual s",
        seen: gaps.filter((ms) => ms < 30_000).length,
        wanted: 0,
      },
      { what: "grants marked dead", seen: dead?.count ?? -1, wanted: 0 },
      { what: "grants not fresh at the end", seen: waiting.length, wanted: 0 },
      {
        what: "virtual minutes until all are fresh",
        seen: Math.round(minutes * 10) / 10,
        wanted: 15,
        bound: "at most",
      },
      { what: "callers without a good token or a typed retryable error", seen: told.other, wanted: 0 },
    ],
    counts: {
      vends: told.served + told.retryable,
      attemptsRefused: qbo.faultsApplied + xero.faultsApplied,
      grantsTriedTwice: gaps.length,
    },
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
