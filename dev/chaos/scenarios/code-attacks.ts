import { ADMIN, BROWSER, choiceOf } from "@/dev/world/consent";
import type { ProviderName } from "@/lib/token";
import { type ChaosWorld, openChaosWorld } from "../harness/chaos-world";
import { type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";
import { liveConnections } from "./state-attacks";

const FULL_ROUNDS = 20;

/** Tries to have a connection saved; says what the callback answered. */
type Attack = (world: ChaosWorld) => Promise<string>;

const ATTACKS: [string, Attack][] = [
  ["Xero's code and state at Intuit's callback", (world) => atTheOther(world, "xero", "qbo")],
  ["Intuit's code and state at Xero's callback", (world) => atTheOther(world, "qbo", "xero")],
  ["Xero's code with a state of Intuit's", (world) => withStateOf(world, "xero", "qbo")],
  ["Intuit's code with a state of Xero's", (world) => withStateOf(world, "qbo", "xero")],
  ["a wrong iss with Intuit's answer", (world) => withChange(world, "qbo", "iss", "https://evil.example")],
  ["a wrong iss with Xero's answer", (world) => withChange(world, "xero", "iss", "https://evil.example")],
  ["the realmId of a company the person is not in", swappedRealm],
  ["a realmId that is no number", (world) => withChange(world, "qbo", "realmId", "1/../2")],
  ["no realmId", (world) => withChange(world, "qbo", "realmId", "")],
  ["a realmId whose CompanyInfo does not answer", unansweredRealm],
];

/** What the browser says is a claim; what the provider says to the new token is a fact. */
export const codeAttacks: Scenario = {
  name: "code-attacks",
  threat: 18,
  title: "codes at the wrong callback, wrong iss, swapped realmId",
  run: async (site, scale) => {
    const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), clock: "simulator" });
    try {
      const rounds = times(FULL_ROUNDS, scale);
      const connected: string[] = [];
      for (let round = 0; round < rounds; round++) {
        for (const [name, attack] of ATTACKS) {
          const before = await liveConnections(world);
          const outcome = await attack(world);
          if (outcome === "connected" || (await liveConnections(world)) !== before) connected.push(name);
        }
      }
      return {
        ran: `${ATTACKS.length} attacks, ${rounds} times each`,
        checks: [{ what: "connections saved", seen: connected.length, wanted: 0 }],
        counts: {},
        notes: connected.slice(0, 5),
      };
    } finally {
      await world.close();
    }
  },
};

async function begun(world: ChaosWorld, provider: ProviderName): Promise<URLSearchParams> {
  const companyId = await world.newCompany("Target");
  return world.beginConsent(provider, companyId, choiceOf(provider, world.newCustomer(provider)));
}

async function callback(world: ChaosWorld, connectionType: string, params: URLSearchParams): Promise<string> {
  const from = { actor: ADMIN, browserKey: BROWSER };
  return (await world.engine.service.completeConsent({ connectionType, params, ...from })).outcome;
}

async function atTheOther(world: ChaosWorld, from: ProviderName, to: ProviderName): Promise<string> {
  const params = await begun(world, from);
  params.set("realmId", world.newCustomer("qbo").tenantId);
  return callback(world, to, params);
}

async function withStateOf(world: ChaosWorld, codeOf: ProviderName, stateOf: ProviderName): Promise<string> {
  const params = await begun(world, stateOf);
  params.set("code", (await begun(world, codeOf)).get("code") ?? "");
  return callback(world, stateOf, params);
}

async function withChange(
  world: ChaosWorld,
  provider: ProviderName,
  name: string,
  value: string,
): Promise<string> {
  const params = await begun(world, provider);
  params.set(name, value);
  return callback(world, provider, params);
}

async function swappedRealm(world: ChaosWorld): Promise<string> {
  return withChange(world, "qbo", "realmId", world.newCustomer("qbo").tenantId);
}

async function unansweredRealm(world: ChaosWorld): Promise<string> {
  const params = await begun(world, "qbo");
  world.simulator.control.addFault({ provider: "qbo", endpoint: "api", effect: { kind: "reset" } });
  return callback(world, "qbo", params);
}
