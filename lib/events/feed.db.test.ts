import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { eventDepsOf, resetEvents } from "@/dev/vitest/event-deps";
import { listen } from "@/lib/db";
import { DAY_MS } from "@/lib/time/durations";
import { deleteOldEvents, type FeedRequest, listEvents, waitForEvents } from "./feed";
import { type RecordedEvent, recordEvent } from "./record";
import { EVENT_CHANNEL } from "./record/channel";
import { relayEvents } from "./relay";
import { createEventSignals, type EventSignals } from "./signals";

const world = alertWorld();
const deps = () => eventDepsOf(world);
const ALL: FeedRequest = { after: 0, limit: 1_000, companyIds: null, providers: null };
const list = (request: Partial<FeedRequest> = {}) => listEvents(deps(), { ...ALL, ...request });
const atMs = () => world.simulator.clock.nowMs();
const disconnected = (companyId: string, connectionType = "qbo"): RecordedEvent => ({
  type: "connection.disconnected",
  about: { companyId, connectionType },
  data: { organisation: { name: "One" } },
  atMs: atMs(),
});
const importFinished = (): RecordedEvent => ({
  type: "import.finished",
  about: {},
  data: { import: "i1", lines: 3, connected: 1, renewed: 1, unchanged: 0, refused: 1, failed: 0 },
  atMs: atMs(),
});
const incidentOpened = (connectionType: string): RecordedEvent => ({
  type: "incident.opened",
  about: { connectionType },
  data: { incident: "n1", cause: "provider_unavailable", owner: "provider", sentence: "503", since: "" },
  atMs: atMs(),
});
/** A connection of which nothing is told yet. */
async function quietCompany(): Promise<string> {
  const { companyId } = await world.connectQbo();
  await relayEvents(deps());
  await world.database.query('DELETE FROM "Event"');
  return companyId;
}

beforeEach(() => resetEvents(world));

describe("places", () => {
  test("are given to what is committed, in the order of writing, and only once", async () => {
    const companyId = await quietCompany();
    for (let nth = 0; nth < 5; nth++) await recordEvent(world.database, disconnected(companyId));
    expect((await list()).events).toEqual([]);
    expect(await relayEvents(deps(), 2)).toBe(5);
    expect(await relayEvents(deps())).toBe(0);
    const { events, until } = await list();
    expect(events.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5, 6]);
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual(positions.map((_, nth) => (positions[0] ?? 0) + nth));
    expect(until).toBe(positions.at(-1));
  });

  test("an event that is committed after a later one was given its place comes after it", async () => {
    const [early, late] = [await quietCompany(), await quietCompany()];
    let readMeanwhile = 0;
    await world.database.transaction(async (tx) => {
      await recordEvent(tx, disconnected(early));
      await recordEvent(world.database, disconnected(late));
      await relayEvents(deps());
      readMeanwhile = (await list()).until;
    });
    await relayEvents(deps());
    expect((await list({ after: readMeanwhile })).events.map(({ company }) => company)).toEqual([early]);
  });

  test("ten relays at once give every event one place, and miss none", async () => {
    const companies = [await quietCompany(), await quietCompany()];
    for (let nth = 0; nth < 200; nth++)
      await recordEvent(world.database, disconnected(companies[nth % 2] ?? ""));
    const runs = await Promise.all(Array.from({ length: 10 }, () => relayEvents(deps(), 7)));
    expect(runs.reduce((sum, count) => sum + count, 0)).toBe(200);
    const { events } = await list();
    expect(new Set(events.map(({ position }) => position)).size).toBe(200);
    for (const companyId of companies) {
      const sequence = events.filter(({ company }) => company === companyId).map((event) => event.sequence);
      expect(sequence).toEqual(sequence.map((_, nth) => nth + 2));
    }
  });

  test("a reader that pages while events come sees every one, once", async () => {
    const companyId = await quietCompany();
    const seen: string[] = [];
    let after = 0;
    let writing = true;
    const writer = async () => {
      for (let nth = 0; nth < 60; nth++) await recordEvent(world.database, disconnected(companyId));
    };
    const reader = async () => {
      for (;;) {
        const isLast = !writing;
        await relayEvents(deps(), 5);
        const { events, until } = await list({ after, limit: 4 });
        seen.push(...events.map(({ id }) => id));
        after = until;
        if (isLast && events.length === 0) return;
      }
    };
    const reading = reader();
    await Promise.all([writer(), writer(), writer()]);
    writing = false;
    await reading;
    expect(seen).toHaveLength(180);
    expect(new Set(seen).size).toBe(180);
  });
});

describe("who sees what", () => {
  test("companies, providers and environment filter; what concerns a provider as a whole is its readers'", async () => {
    const [one, other] = [await quietCompany(), await quietCompany()];
    for (const event of [
      disconnected(one),
      disconnected(other),
      incidentOpened("qbo"),
      incidentOpened("xero"),
      importFinished(),
    ])
      await recordEvent(world.database, event);
    await relayEvents(deps());
    const seen = async (request: Partial<FeedRequest>) =>
      (await list(request)).events.map(({ type, company, provider }) => company ?? provider ?? type);
    expect(await seen({})).toEqual([one, other, "qbo", "xero", "import.finished"]);
    expect(await seen({ companyIds: [one] })).toEqual([one, "qbo", "xero"]);
    expect(await seen({ companyIds: [one], providers: ["qbo"] })).toEqual([one, "qbo"]);
    expect(await seen({ companyIds: [] })).toEqual(["qbo", "xero"]);
    expect(await seen({ providers: ["xero"] })).toEqual(["xero", "import.finished"]);
    const [{ environment = "" } = {}] = await world.database.query<{ environment: string }>(
      'SELECT environment FROM "Event" WHERE "companyId" = $1',
      [one],
    );
    const of = (name: string) => ({ environments: [{ connectionType: "qbo", environment: name }] });
    expect(await seen(of(environment))).toContain(one);
    expect(await seen(of(`not ${environment}`))).toEqual(["qbo", "xero", "import.finished"]);
  });

  test("a reader learns how far it has seen although nothing there was for it", async () => {
    const one = await quietCompany();
    await recordEvent(world.database, disconnected(one));
    await relayEvents(deps());
    const { until } = await list();
    expect(await list({ companyIds: ["another"], after: 0 })).toEqual({ events: [], until });
  });
});

describe("waiting", () => {
  const opened: { stop(): Promise<void> }[] = [];
  afterAll(() => Promise.all(opened.map(({ stop }) => stop())));
  const hearing = async (): Promise<EventSignals> => {
    const signals = createEventSignals();
    const listener = listen({
      listenUrl: world.databaseUrl,
      sendUrl: world.databaseUrl,
      channel: EVENT_CHANNEL,
      onNotification: signals.hear,
      onUp: signals.lookAgain,
      onDown: () => {},
    });
    opened.push(listener);
    await listener.started;
    return signals;
  };

  test("ends when an event gets its place, in whichever process, and asks the database once", async () => {
    const companyId = await quietCompany();
    const signals = await hearing();
    let questions = 0;
    const counting: typeof world.database = {
      ...world.database,
      query: (...asked) => {
        questions++;
        return world.database.query(...asked);
      },
    };
    const { until } = await list();
    const waits = Array.from({ length: 20 }, () =>
      waitForEvents({ database: counting, signals }, until, 20_000),
    );
    await recordEvent(world.database, disconnected(companyId));
    await relayEvents(deps());
    expect(await Promise.all(waits)).toEqual(Array(20).fill(true));
    expect(questions).toBe(20);
  });

  test("ends at once when there is one already, at the limit when there is none, and with its caller", async () => {
    const companyId = await quietCompany();
    await recordEvent(world.database, disconnected(companyId));
    await relayEvents(deps());
    const { until } = await list();
    const wait = { database: world.database, signals: createEventSignals() };
    expect(await waitForEvents(wait, until - 1, 20_000)).toBe(true);
    expect(await waitForEvents(wait, until, 50)).toBe(false);
    const caller = new AbortController();
    const waiting = waitForEvents(wait, until, 20_000, caller.signal);
    caller.abort();
    expect(await waiting).toBe(false);
    expect(await waitForEvents(wait, until, 20_000, caller.signal)).toBe(false);
  });

  test("looks again once notifications may have been missed", async () => {
    const companyId = await quietCompany();
    const signals = createEventSignals();
    const { until } = await list();
    const waiting = waitForEvents({ database: world.database, signals }, until, 20_000);
    await recordEvent(world.database, disconnected(companyId));
    await relayEvents(deps());
    signals.lookAgain();
    expect(await waiting).toBe(true);
  });
});

test("events are kept for thirty days, and sequences go on after them", async () => {
  const companyId = await quietCompany();
  await recordEvent(world.database, disconnected(companyId));
  await relayEvents(deps());
  world.simulator.clock.advance(29 * DAY_MS);
  await recordEvent(world.database, disconnected(companyId));
  expect(await deleteOldEvents(deps())).toBe(0);
  world.simulator.clock.advance(2 * DAY_MS);
  expect(await deleteOldEvents(deps())).toBe(1);
  world.simulator.clock.advance(60 * DAY_MS);
  // What waits for its place is no old news yet.
  expect(await deleteOldEvents(deps())).toBe(0);
  await relayEvents(deps());
  expect((await list()).events.map(({ sequence }) => sequence)).toEqual([3]);
});
