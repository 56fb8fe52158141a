import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@/dev/demo/random";
import { addBareConnection } from "@/dev/vitest/bare-connection";
import { startWebhookReceiver, type WebhookReceiver } from "@/dev/vitest/webhook-receiver";
import { secretBox } from "@/lib/boot/secret-box";
import { systemClock } from "@/lib/clock";
import { type Database, newId, openDatabase } from "@/lib/db";
import { nextDueMs } from "@/lib/events/deliver/claim";
import { deliverEvents } from "@/lib/events/deliver/deliver";
import type { EventDeps } from "@/lib/events/deps";
import { addEndpoint } from "@/lib/events/endpoints/endpoints";
import type { EventJson } from "@/lib/events/event-json";
import { listEvents } from "@/lib/events/feed";
import { relayEvents } from "@/lib/events/relay";
import { createEventSignals } from "@/lib/events/signals";
import { actAs } from "@/lib/request-context";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";
import { type EventProcess, forkEventProcess, ROLLED_BACK } from "../harness/fork-event-process";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const FULL_KILLS = 100;
const COMPANIES = 6;
/** Changes, relay and delivery of several events fall into it. */
const LONGEST_LIFE_MS = 120;
/** Beyond the lease of a message whose process died. */
const LATER_MS = 3 * 60_000;
const MOST_RUNS = 100;

/** Processes that change connections, relay and send are killed anywhere; another relays beside them. */
export const eventKills: Scenario = {
  name: "event-kills",
  threat: 40,
  title: "kill -9 between a change and the delivery of its event",
  run: async (site, scale) => {
    const databaseUrl = await cloneDatabase(site);
    const [database, receiver] = [openDatabase({ url: databaseUrl }), await startWebhookReceiver()];
    try {
      const encryptionKey = randomBytes(32).toString("hex");
      const companyIds = await connect(database);
      const deps = depsOf(database, receiver, encryptionKey);
      const endpoints = await addEndpoints(deps, companyIds);
      const kills = times(FULL_KILLS, scale);
      const setup = { databaseUrl, encryptionKey, port: receiver.port, companyIds };
      await killOneByOne(kills, () => forkEventProcess(setup));
      await deliverTheRest(deps);
      return await verdict(deps, receiver, endpoints, kills);
    } finally {
      await receiver.close();
      await database.close();
    }
  },
};

async function connect(database: Database): Promise<string[]> {
  const companies = Array.from({ length: COMPANIES }, () => newId());
  for (const companyId of companies)
    await addBareConnection(database, { companyId, connectedAt: new Date() });
  return companies;
}

function depsOf(database: Database, receiver: WebhookReceiver, encryptionKey: string): EventDeps {
  const keyring = createKeyring({ current: encryptionKey });
  return {
    database,
    clock: systemClock,
    random: Math.random,
    secrets: secretBox(keyring),
    tenantIds: createTenantIds(keyring),
    network: receiver.network,
    signals: createEventSignals(),
    log: { error: () => {} },
  };
}

/** One takes everything, the other one type of half of the companies. */
async function addEndpoints(deps: EventDeps, companyIds: readonly string[]) {
  const half = companyIds.slice(0, COMPANIES / 2);
  const filters = [
    { url: "https://all.example.com/", types: [], companyIds: null },
    { url: "https://some.example.com/", types: ["connection.recovered"], companyIds: half },
  ];
  const takes = [
    () => true,
    ({ type, company }: EventJson) => type === "connection.recovered" && half.includes(company ?? ""),
  ];
  const operator = { kind: "system", id: "chaos" } as const;
  const ids = [];
  for (const filter of filters) ids.push((await actAs(operator, () => addEndpoint(deps, filter))).id);
  return ids.map((id, nth) => ({ id, takes: takes[nth] ?? (() => true) }));
}

/** The next process relays already while the one before it is killed. */
async function killOneByOne(kills: number, start: () => Promise<EventProcess>): Promise<void> {
  const random = seededRandom(40);
  let victim = await start();
  for (let kill = 0; kill < kills; kill++) {
    const next = await start();
    await victim.begin();
    await pause(random.next() * LONGEST_LIFE_MS);
    await victim.kill();
    victim = next;
  }
  await victim.kill();
}

async function deliverTheRest(deps: EventDeps): Promise<void> {
  const later = { ...deps, clock: { nowMs: () => Date.now() + LATER_MS } };
  await relayEvents(later);
  for (let run = 0; run < MOST_RUNS && (await nextDueMs(later)) !== undefined; run++)
    await deliverEvents(later);
}

async function verdict(
  deps: EventDeps,
  receiver: WebhookReceiver,
  endpoints: readonly { id: string; takes: (event: EventJson) => boolean }[],
  kills: number,
): Promise<Outcome> {
  const { database } = deps;
  const request = { after: 0, limit: 1_000_000, companyIds: null, providers: null };
  const { events } = await listEvents(deps, request);
  const feed = new Map(events.map((event) => [event.id, JSON.stringify(event)]));
  const changes = await database.query(`SELECT 1 FROM "AuditLog" WHERE operation = 'health.change'`);
  const arrived = receiver.received.map(({ headers, body }) => ({ id: String(headers["webhook-id"]), body }));
  const told = new Set(arrived.map(({ id }) => id));
  const deliveries = await database.query<{ endpoint: string; event: string; arrived: boolean }>(
    `SELECT "endpointId" AS endpoint, "eventId" AS event, "deliveredAt" IS NOT NULL AS arrived FROM "EventDelivery"`,
  );
  const disagreeing = endpoints.flatMap(({ id, takes }) => {
    const wanted = new Set(events.filter(takes).map((event) => event.id));
    const put = new Set(deliveries.filter(({ endpoint }) => endpoint === id).map(({ event }) => event));
    return [...wanted, ...put].filter((event) => wanted.has(event) !== put.has(event));
  });
  return {
    ran: `${kills} kills of a process that changes ${COMPANIES} connections, relays and sends, with another relaying beside it`,
    checks: [
      { what: "changes", seen: changes.length, wanted: kills, bound: "at least" },
      { what: "changes without an event", seen: changes.length - events.length, wanted: 0 },
      {
        what: "events that did not arrive",
        seen: events.filter(({ id }) => !told.has(id)).length,
        wanted: 0,
      },
      { what: "messages not delivered", seen: deliveries.filter((one) => !one.arrived).length, wanted: 0 },
      {
        what: "messages unlike the feed",
        seen: arrived.filter(({ id, body }) => feed.get(id) !== body).length,
        wanted: 0,
      },
      { what: "events on which feed and deliveries disagree", seen: disagreeing.length, wanted: 0 },
      { what: "gaps in a connection's sequence", seen: gapsIn(events), wanted: 0 },
      {
        what: "rolled back changes told",
        seen: arrived.filter(({ body }) => body.includes(ROLLED_BACK)).length,
        wanted: 0,
      },
    ],
    counts: {
      events: events.length,
      messages: arrived.length,
      sentAgain: arrived.length - deliveries.length,
    },
  };
}

/** Counts, in the feed's order, events whose sequence is not one above that of the connection's event before. */
function gapsIn(events: readonly EventJson[]): number {
  const last = new Map<string, number>();
  let gaps = 0;
  for (const { company, sequence } of events) {
    const expected = (last.get(company ?? "") ?? 0) + 1;
    if (sequence !== expected) gaps++;
    last.set(company ?? "", expected);
  }
  return gaps;
}
