import type { FaultInput } from "@/dev/simulator/faults";
import type { Subject } from "@/dev/world/open-world";
import { countByStatus } from "@/lib/health/connections/list-connections";
import { evaluateIncidents } from "@/lib/health/incident/evaluate";
import { checkConnection } from "@/lib/health/observe/check";
import { recordExpiries } from "@/lib/health/observe/expiries";
import { actAs } from "@/lib/request-context";
import type { ProviderName } from "@/lib/token";
import { type ChaosWorld, openChaosWorld, together } from "./chaos-world";

const MINUTE_MS = 60_000;
const ROUND_MS = 15_000;
/** Over how long the first consents are spread, so that every minute some tokens are due. */
const SPREAD_MINUTES = 50;
const CHECKED_EVERY_MS = 60 * MINUTE_MS;
const TROUBLE_CHECKED_EVERY_MS = 5 * MINUTE_MS;
const CHECKER = { kind: "system", id: "health" } as const;

/** What was seen in some rounds of a provider's life. */
interface Seen {
  opened: string[];
  ended: string[];
  /** The most companies that a round showed as needing a reconnect. */
  needReconnecting: number;
  /** The most that a round showed in provider trouble. */
  inTrouble: number;
  /** Vends while the stored token was still valid. */
  served: number;
  /** Of those, the ones that were refused all the same. */
  refusedThoughValid: number;
  /** Companies asked for after their stored token had run out. */
  ranOut: Set<string>;
  /** Vends that brought them another. */
  servedAnew: number;
}

interface LifeOptions {
  /** Which companies are asked for; all unless said. */
  asked?: (index: number) => boolean;
  /** What else happens every fifteen virtual seconds. */
  afterRound?: () => Promise<unknown>;
}

/** Companies in daily use at one provider, and the work that jobs do for them, on the simulator's clock. */
export interface ProviderLife {
  readonly world: ChaosWorld;
  readonly companies: readonly Subject[];
  fail(...faults: Omit<FaultInput, "provider">[]): void;
  live(minutes: number, options?: LifeOptions): Promise<Seen>;
  close(): Promise<void>;
}

export async function beginProviderLife(
  databaseUrl: string,
  provider: ProviderName,
  count: number,
): Promise<ProviderLife> {
  const world = await openChaosWorld({ databaseUrl, clock: "simulator", auditStrict: false });
  const { clock, control } = world.simulator;
  clock.setRate(0);
  const companies: Subject[] = [];
  for (let minute = 0; minute < SPREAD_MINUTES; minute++) {
    const share = Math.ceil(((minute + 1) * count) / SPREAD_MINUTES) - companies.length;
    companies.push(...(await world.connect(provider, share)));
    clock.advance(MINUTE_MS);
  }
  return {
    world,
    companies,
    fail: (...faults) => {
      for (const fault of faults) control.addFault({ ...fault, provider });
    },
    live: async (minutes, { asked = () => true, afterRound = async () => {} } = {}) => {
      const inUse = companies.filter((_, index) => asked(index));
      const seen = nothingSeen();
      for (let round = 0; round < (minutes * MINUTE_MS) / ROUND_MS; round++) {
        clock.advance(ROUND_MS);
        await liveThroughRound(world, inUse, seen);
        await afterRound();
      }
      return seen;
    },
    close: () => world.close(),
  };
}

/** Each of these asks for a token, which refreshes what is due; some are checked; then all is judged. */
async function liveThroughRound(world: ChaosWorld, companies: readonly Subject[], seen: Seen): Promise<void> {
  const { database, engine, simulator } = world;
  const deps = { database, clock: simulator.clock };
  const valid = await companiesWithToken(world);
  await together(companies.length, 16, async (index) => {
    const company = companies[index];
    if (company) await vend(world, company, valid.has(company.companyId), seen);
  });
  const checkDeps = { ...deps, tokenService: engine.service };
  for (const { companyId, connectionType } of await dueChecks(world)) {
    await actAs(CHECKER, () => checkConnection(checkDeps, { companyId, connectionType }));
  }
  await recordExpiries(deps);
  const { opened, ended } = await evaluateIncidents(deps);
  seen.opened.push(...opened);
  seen.ended.push(...ended);
  const counts = await countByStatus({ database, clock: simulator.clock });
  seen.needReconnecting = Math.max(seen.needReconnecting, counts.needs_reconnecting);
  seen.inTrouble = Math.max(seen.inTrouble, counts.provider_trouble);
}

async function vend({ engine }: ChaosWorld, { companyId, provider }: Subject, valid: boolean, seen: Seen) {
  const served = await engine.service
    .getValidToken(companyId, provider, "developer")
    .then(() => true)
    .catch(() => false);
  if (valid && served) seen.served++;
  else if (valid) seen.refusedThoughValid++;
  else {
    seen.ranOut.add(companyId);
    if (served) seen.servedAnew++;
  }
}

async function companiesWithToken({ database, simulator }: ChaosWorld): Promise<Set<string>> {
  const rows = await database.query<{ companyId: string }>(
    `SELECT c."companyId" FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId" WHERE g."accessExpiresAt" > $1`,
    [new Date(simulator.clock.nowMs())],
  );
  return new Set(rows.map(({ companyId }) => companyId));
}

/** Each once an hour and the troubled more often, as far as a check can do without a refresh. */
function dueChecks({
  database,
  simulator,
}: ChaosWorld): Promise<{ companyId: string; connectionType: string }[]> {
  const nowMs = simulator.clock.nowMs();
  return database.query(
    `SELECT c."companyId", c."connectionType"
     FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
     WHERE g.state = 'active' AND g."accessExpiresAt" > $1::timestamptz + interval '1 minute'
       AND h."lastProbedAt" <= CASE WHEN h.cause IS NULL THEN $2::timestamptz ELSE $3::timestamptz END
     ORDER BY h."lastProbedAt" LIMIT 20`,
    [new Date(nowMs), new Date(nowMs - CHECKED_EVERY_MS), new Date(nowMs - TROUBLE_CHECKED_EVERY_MS)],
  );
}

function nothingSeen(): Seen {
  return {
    opened: [],
    ended: [],
    needReconnecting: 0,
    inTrouble: 0,
    served: 0,
    refusedThoughValid: 0,
    ranOut: new Set(),
    servedAnew: 0,
  };
}
