import { ADMIN, BROWSER, choiceOf } from "@/dev/world/consent";
import type { Actor } from "@/lib/actor";
import type { ProviderName } from "@/lib/token";
import { type ChaosWorld, openChaosWorld } from "../harness/chaos-world";
import type { Scenario } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

interface Attempt {
  provider: ProviderName;
  params: URLSearchParams;
  actor: Actor;
  browserKey: string;
}

type Attack = (world: ChaosWorld, attempt: Attempt) => Promise<void> | void;

const flipped = (text: string) => (text.endsWith("A") ? `${text.slice(0, -1)}B` : `${text.slice(0, -1)}A`);
const stateOf = ({ params }: Attempt) => params.get("state") ?? "";

/** What is done to a consent's return between the provider and us. */
const ATTACKS: [string, Attack][] = [
  ["missing", (_, { params }) => params.delete("state")],
  ["empty", (_, { params }) => params.set("state", "")],
  ["made up", (_, { params }) => params.set("state", "x".repeat(43))],
  ["one character off", (_, attempt) => attempt.params.set("state", flipped(stateOf(attempt)))],
  ["cut short", (_, attempt) => attempt.params.set("state", stateOf(attempt).slice(0, -1))],
  [
    "the hash instead of the value",
    async (world, attempt) => void attempt.params.set("state", await newestHash(world)),
  ],
  [
    "given twice, a made-up one first",
    (_, { params }) => {
      const state = params.get("state") ?? "";
      params.set("state", "x".repeat(43));
      params.append("state", state);
    },
  ],
  ["replayed", replay],
  ["of another browser", (_, attempt) => void Object.assign(attempt, { browserKey: "another browser" })],
  [
    "of another user",
    (_, attempt) => void Object.assign(attempt, { actor: { kind: "person", id: "somebody else" } }),
  ],
  [
    "of another provider",
    (_, attempt) => void Object.assign(attempt, { provider: attempt.provider === "qbo" ? "xero" : "qbo" }),
  ],
  ["too old", (world) => void world.simulator.clock.advance(10 * 60_000 + 1)],
];

/** A state counts once, in time, in the browser, for the person and for the provider that it was made for. */
export const stateAttacks: Scenario = {
  name: "state-attacks",
  threat: 17,
  title: "mutations of an authorization state",
  // All of them at every scale: they take a second.
  run: async (site) => {
    const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), clock: "simulator" });
    try {
      const accepted: string[] = [];
      let requests = 0;
      for (const provider of ["qbo", "xero"] as const) {
        for (const [name, attack] of ATTACKS) {
          const { refused, tokenRequests } = await tryAttack(world, provider, attack);
          requests += tokenRequests;
          if (!refused) accepted.push(`${provider}: ${name}`);
        }
      }
      return {
        ran: `${ATTACKS.length} mutations at each provider's callback`,
        checks: [
          { what: "mutations accepted", seen: accepted.length, wanted: 0 },
          { what: "token requests", seen: requests, wanted: 0 },
        ],
        counts: {},
        notes: accepted,
      };
    } finally {
      await world.close();
    }
  },
};

async function tryAttack(world: ChaosWorld, provider: ProviderName, attack: Attack) {
  const companyId = await world.newCompany("Target");
  const params = await world.beginConsent(
    provider,
    companyId,
    choiceOf(provider, world.newCustomer(provider)),
  );
  const attempt: Attempt = { provider, params, actor: ADMIN, browserKey: BROWSER };
  await attack(world, attempt);
  const [requestsBefore, connectionsBefore] = [tokenRequests(world), await liveConnections(world)];
  const { provider: connectionType, ...callback } = attempt;
  const outcome = await world.engine.service.completeConsent({ connectionType, ...callback });
  const connected = (await liveConnections(world)) - connectionsBefore;
  const isRefused = outcome.outcome === "refused" && outcome.code === "consent_expired";
  // The same person in the same browser is told how it ended.
  const isToldAgain = attack === replay && outcome.outcome === "connected";
  return {
    refused: (isRefused || isToldAgain) && connected === 0,
    tokenRequests: tokenRequests(world) - requestsBefore,
  };
}

async function replay(
  { engine }: ChaosWorld,
  { provider: connectionType, ...callback }: Attempt,
): Promise<void> {
  const first = await engine.service.completeConsent({ connectionType, ...callback });
  if (first.outcome !== "connected") throw new Error("There is nothing to replay");
}

async function newestHash({ database }: ChaosWorld): Promise<string> {
  const [row] = await database.query<{ stateHash: string }>(
    `SELECT "stateHash" FROM "OAuthState" WHERE "usedAt" IS NULL ORDER BY "createdAt" DESC LIMIT 1`,
  );
  return row?.stateHash ?? "";
}

function tokenRequests({ simulator }: ChaosWorld): number {
  const { qbo, xero } = simulator.control.counters();
  return qbo.tokenRequests.authorization_code + xero.tokenRequests.authorization_code;
}

export async function liveConnections({ database }: ChaosWorld): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Connection" WHERE "disconnectedAt" IS NULL`,
  );
  return row?.count ?? 0;
}
