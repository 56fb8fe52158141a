import type { FaultInput } from "@/dev/simulator/faults";
import { ADMIN, choiceOf } from "@/dev/world/consent";
import type { Subject } from "@/dev/world/open-world";
import type { ProviderName } from "@/lib/token";
import { type ChaosWorld, NO_GRACE, openChaosWorld } from "../harness/chaos-world";
import { countLost, spentTokensSent } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const FULL_CONSENTS = 100;

/** What a provider's API does to us right after it gave us tokens. */
const FAILURES: FaultInput["effect"][] = [
  { kind: "reset" },
  { kind: "dropResponse" },
  { kind: "html" },
  ...[429, 500, 502, 503, 504].map((status) => ({ kind: "status", status }) as const),
];

/** The code is spent by then: what it gave must not depend on the next call's luck. */
export const afterExchange: Scenario = {
  name: "after-exchange",
  threat: 6,
  title: "the step after the exchange fails (/connections, CompanyInfo, key set); no grace",
  run: async (site, scale) => {
    const world = await openChaosWorld({
      databaseUrl: await cloneDatabase(site),
      knobs: NO_GRACE,
      clock: "database",
    });
    try {
      return await consentUnderFaults(world, times(FULL_CONSENTS, scale));
    } finally {
      await world.close();
    }
  },
};

async function consentUnderFaults(world: ChaosWorld, consents: number): Promise<Outcome> {
  const { control } = world.simulator;
  control.addFault({ endpoint: "keys", effect: { kind: "reset" }, times: 1_000_000 });
  const resting: { pendingConsentId: string; subject: Subject }[] = [];
  for (let nth = 0; nth < consents; nth++) {
    const provider: ProviderName = nth % 2 === 0 ? "qbo" : "xero";
    const effect = FAILURES[Math.floor(nth / 2) % FAILURES.length] ?? { kind: "reset" };
    const customer = world.newCustomer(provider);
    const companyId = await world.newCompany(`Company ${nth}`);
    const params = await world.beginConsent(provider, companyId, choiceOf(provider, customer));
    control.addFault({ provider, endpoint: provider === "qbo" ? "api" : "connections", effect });
    const outcome = await world.completeConsent(provider, params);
    if (outcome.outcome !== "resting") continue;
    const subject = { ...customer, provider, companyId, grantId: "" };
    resting.push({ pendingConsentId: outcome.pendingConsentId, subject });
  }
  const [saved] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "PendingConsent"`,
  );
  const settled: Subject[] = [];
  for (const { pendingConsentId, subject } of resting) {
    const outcome = await world.engine.service.settleConsent(pendingConsentId, ADMIN);
    if (outcome.outcome === "connected") settled.push(await withGrant(world, subject));
  }
  const { qbo, xero } = control.counters();
  const child = await world.fork();
  const { lost, samples } = await countLost(world, [child], settled);
  return {
    ran: `${consents} consents whose next call failed in ${FAILURES.length} ways, settled later`,
    checks: [
      { what: "token sets saved", seen: saved?.count ?? 0, wanted: consents },
      { what: "consents settled without a new one", seen: settled.length, wanted: consents },
      {
        what: "codes exchanged",
        seen: qbo.tokenRequests.authorization_code + xero.tokenRequests.authorization_code,
        wanted: consents,
      },
      { what: "grants lost", seen: lost.length, wanted: 0 },
      { what: "spent tokens sent", seen: spentTokensSent(world), wanted: 0 },
    ],
    counts: { faultsMet: qbo.faultsApplied + xero.faultsApplied },
    notes: samples,
  };
}

async function withGrant({ database }: ChaosWorld, subject: Subject): Promise<Subject> {
  const [connection] = await database.query<{ grantId: string }>(
    `SELECT "grantId" FROM "Connection" WHERE "companyId" = $1`,
    [subject.companyId],
  );
  return { ...subject, grantId: connection?.grantId ?? "" };
}
