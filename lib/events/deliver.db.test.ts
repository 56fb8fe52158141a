import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { eventDepsOf, resetEvents } from "@/dev/vitest/event-deps";
import { ADMIN } from "@/dev/world/consent";
import { secretBox } from "@/lib/boot/secret-box";
import { actAs } from "@/lib/request-context";
import { createKeyring } from "@/lib/token/keys/keyring";
import { MAX_ATTEMPTS } from "@/lib/webhooks";
import { deliverEvents } from "./deliver/deliver";
import { listEventDeliveries } from "./deliver/list-deliveries";
import { redeliver, redeliverSince } from "./deliver/redeliver";
import type { EventDeps } from "./deps";
import type { EndpointFilter } from "./endpoints/endpoint-filter";
import { addEndpoint, removeEndpoint, rotateEndpointSecret, switchEndpoint } from "./endpoints/endpoints";
import { listEndpoints } from "./endpoints/list-endpoints";
import { listEvents } from "./feed";
import { relayEvents } from "./relay";

const world = alertWorld();
const HOUR = 60;
const deps = () => eventDepsOf(world);
const add = (changes: Partial<EndpointFilter & { url: string }> = {}) =>
  actAs(ADMIN, () =>
    addEndpoint(deps(), { url: "https://events.example.com/in", types: [], companyIds: null, ...changes }),
  );
const deliver = async (changes: Partial<EventDeps> = {}) => {
  await relayEvents(deps());
  return deliverEvents({ ...deps(), ...changes });
};
const messagesOf = async (id: string) => (await listEventDeliveries(world, id)).deliveries;
const bodies = () => world.receiver.received.map(({ body }) => JSON.parse(body));
const feed = async () =>
  (await listEvents(deps(), { after: 0, limit: 1_000, companyIds: null, providers: null })).events;

function signed() {
  const received = world.receiver.received.at(-1);
  if (!received) throw new Error("nothing arrived");
  const { "webhook-id": id, "webhook-timestamp": seconds } = received.headers as Record<string, string>;
  // The library's verify would ask this machine's clock, which this world's days have left behind.
  const by = (secret: string) =>
    new Webhook(secret).sign(id ?? "", new Date(Number(seconds) * 1_000), received.body);
  return { header: received.headers["webhook-signature"], by };
}

beforeEach(() => resetEvents(world));

test("a message is the event as the feed gives it, signed, with the event's id", async () => {
  const { id, secret } = await add();
  const { companyId } = await world.connectQbo();
  expect(await deliver()).toEqual({ delivered: 1, failed: 0 });
  expect(await deliver()).toEqual({ delivered: 0, failed: 0 });
  const [event] = await feed();
  expect(bodies()).toEqual([event]);
  expect(event).toMatchObject({ type: "connection.connected", company: companyId, sequence: 1 });
  expect(world.receiver.received[0]?.headers["webhook-id"]).toBe(event?.id);
  const { header, by } = signed();
  expect(header).toBe(by(secret));
  expect(await messagesOf(id)).toMatchObject([
    { eventId: event?.id, attempts: 1, lastStatus: 204, lastError: null, nextAttemptAt: null, companyId },
  ]);
});

test("an endpoint gets the types and companies that it takes, and no others", async () => {
  const { companyId } = await world.connectQbo();
  await relayEvents(deps());
  const all = await add({ url: "https://all.example.com/" });
  const some = await add({
    url: "https://some.example.com/",
    types: ["connection.disconnected", "incident.opened"],
    companyIds: [companyId],
  });
  const other = await world.connectQbo();
  for (const id of [companyId, other.companyId])
    await actAs(ADMIN, () => world.service.disconnect({ companyId: id, connectionType: "qbo" }));
  await relayEvents(deps());
  const typesOf = async (id: string) => (await messagesOf(id)).map((row) => [row.type, row.companyId]);
  expect(await typesOf(some.id)).toEqual([["connection.disconnected", companyId]]);
  expect(await typesOf(all.id)).toEqual([
    ["connection.disconnected", other.companyId],
    ["connection.disconnected", companyId],
    ["connection.connected", other.companyId],
  ]);
});

describe("a message that fails", () => {
  test("is tried ten times over three days with one id; then its endpoint is turned off, on record", async () => {
    const { id } = await add();
    await world.connectQbo();
    world.receiver.answer = { status: 500, body: "canary in the answer" };
    const waits: number[] = [];
    for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
      expect(await deliver()).toEqual({ delivered: 0, failed: 1 });
      expect(await deliver()).toEqual({ delivered: 0, failed: 0 });
      const [tried] = await messagesOf(id);
      expect(tried).toMatchObject({
        attempts,
        lastStatus: 500,
        lastError: "events.example.com answered 500.",
      });
      if (!tried?.nextAttemptAt) break;
      waits.push((tried.nextAttemptAt.getTime() - world.simulator.clock.nowMs()) / 1_000);
      world.simulator.clock.setTo(tried.nextAttemptAt.getTime());
    }
    const hours = [2, 5, 10, 14, 20, 24].map((hour) => hour * 3_600);
    expect(waits).toEqual([5, 300, 1_800, ...hours]);
    expect(new Set(world.receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await listEndpoints(deps())).toMatchObject([{ disabledWhy: "failed", failed: 1, waiting: 0 }]);
    const rows = await world.database.query(
      `SELECT "userId", "errorMessage" FROM "AuditLog" WHERE operation = 'endpoint.disable' AND "apiEndpoint" = $1`,
      [`/event-endpoints/${id}/off`],
    );
    const why = "To https://events.example.com/…. Every attempt to deliver a message failed.";
    expect(rows).toEqual([{ userId: "events", errorMessage: why }]);
    await world.connectQbo();
    await deliver();
    expect(await messagesOf(id)).toHaveLength(1);
  });

  test("with 410 turns its endpoint off at once, and gives up what waits for it", async () => {
    const { id } = await add();
    for (let nth = 0; nth < 4; nth++) await world.connectQbo();
    world.receiver.answer = { status: 410 };
    await deliver();
    expect(await listEndpoints(deps())).toMatchObject([{ disabledWhy: "gone", waiting: 0, failed: 4 }]);
    expect((await messagesOf(id)).every(({ nextAttemptAt }) => nextAttemptAt === null)).toBe(true);
  });

  test("with a redirect fails: it is not followed", async () => {
    const { id } = await add();
    await world.connectQbo();
    world.receiver.answer = { status: 302, headers: { location: "https://events.example.com/elsewhere" } };
    expect(await deliver()).toEqual({ delivered: 0, failed: 1 });
    expect(await messagesOf(id)).toMatchObject([
      { lastStatus: 302, lastError: "events.example.com answered 302; redirects are not followed." },
    ]);
  });

  test("keeps no other endpoint waiting, not even when it hangs", async () => {
    await add({ url: "https://dead.example.com/" });
    const well = await add({ url: "https://well.example.com/" });
    const { network } = world.receiver;
    let release: () => void = () => {};
    const hang = new Promise<void>((resolve) => {
      release = resolve;
    });
    const half: typeof network = {
      ...network,
      connect: async (to, signal) => {
        if (to.host === "dead.example.com") await hang;
        return network.connect(to, signal);
      },
    };
    for (let nth = 0; nth < 8; nth++) await world.connectQbo();
    const run = deliver({ network: half });
    await expect.poll(async () => (await messagesOf(well.id)).every((row) => row.deliveredAt)).toBe(true);
    release();
    await run;
  });
});

test("two processes that deliver at once send each message once", async () => {
  await add();
  for (let nth = 0; nth < 6; nth++) await world.connectQbo();
  await relayEvents(deps());
  const runs = await Promise.all(Array.from({ length: 10 }, () => deliverEvents(deps())));
  expect(runs.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(6);
  expect(world.receiver.received).toHaveLength(6);
});

test("a process that dies between sending and putting that down sends again, with the same id", async () => {
  await add();
  await world.connectQbo();
  const transaction = () => Promise.reject(new Error("the process died"));
  const dying = { ...world.database, transaction };
  await relayEvents(deps());
  await expect(deliverEvents({ ...deps(), database: dying })).rejects.toThrow("the process died");
  expect(await deliver()).toEqual({ delivered: 0, failed: 0 });
  world.advanceMinutes(2);
  expect(await deliver()).toEqual({ delivered: 1, failed: 0 });
  const ids = world.receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(ids).toEqual([ids[0], ids[0]]);
});

test("a message that a process can't sign for lack of its key is left to one that can", async () => {
  const { id } = await add();
  await world.connectQbo();
  const secrets = secretBox(createKeyring({ current: "ab".repeat(32) }));
  expect(await deliver({ secrets, log: { error: () => {} } })).toEqual({ delivered: 0, failed: 1 });
  expect(await messagesOf(id)).toMatchObject([{ attempts: 0, lastError: null }]);
  world.advanceMinutes(1);
  expect(await deliver()).toEqual({ delivered: 1, failed: 0 });
});

test("while a secret is replaced, messages carry both signatures for as long as was said", async () => {
  const { id, secret: former } = await add();
  const { secret } = await actAs(ADMIN, () => rotateEndpointSecret(deps(), id, 1));
  await world.connectQbo();
  await deliver();
  expect(signed().header).toBe(`${signed().by(secret)} ${signed().by(former)}`);
  world.advanceMinutes(24 * HOUR);
  await world.connectQbo();
  await deliver();
  expect(signed().header).toBe(signed().by(secret));
  const { secret: third } = await actAs(ADMIN, () => rotateEndpointSecret(deps(), id, 0));
  await world.connectQbo();
  await deliver();
  expect(signed().header).toBe(signed().by(third));
});

describe("sending again", () => {
  test("repeats one message with its id, delivered or given up", async () => {
    const { id } = await add();
    await world.connectQbo();
    await deliver();
    const [message] = await messagesOf(id);
    await actAs(ADMIN, () => redeliver(deps(), message?.id ?? ""));
    expect(await messagesOf(id)).toMatchObject([{ attempts: 0, deliveredAt: null }]);
    expect(await deliver()).toEqual({ delivered: 1, failed: 0 });
    const [first, again] = world.receiver.received;
    expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(again?.body).toBe(first?.body);
  });

  test("repeats everything since a place that the endpoint takes, what it never got included", async () => {
    const early = await world.connectQbo();
    await relayEvents(deps());
    const [before] = await feed();
    await world.connectQbo();
    await world.connectQbo();
    await relayEvents(deps());
    const { id } = await add();
    expect(await actAs(ADMIN, () => redeliverSince(deps(), id, before?.position ?? 0))).toBe(2);
    await deliver();
    expect(bodies().map(({ company }) => company)).not.toContain(early.companyId);
    expect(await actAs(ADMIN, () => redeliverSince(deps(), id, 0))).toBe(3);
    await deliver();
    expect(bodies()).toHaveLength(5);
    expect(new Set(bodies().map((body) => body.id)).size).toBe(3);
  });

  test("is refused for what is gone, an endpoint that is off, and what is no place", async () => {
    const { id } = await add();
    await world.connectQbo();
    await deliver();
    const [message] = await messagesOf(id);
    const again = () => actAs(ADMIN, () => redeliver(deps(), message?.id ?? ""));
    const since = (position: number) => actAs(ADMIN, () => redeliverSince(deps(), id, position));
    for (const position of [-1, 1.5, Number.NaN])
      await expect(since(position)).rejects.toMatchObject({ code: "invalid_input", field: "position" });
    await actAs(ADMIN, () => switchEndpoint(deps(), id, false));
    await expect(again()).rejects.toMatchObject({ code: "invalid_input", nextStep: "Turn it on first." });
    await expect(since(0)).rejects.toMatchObject({ code: "invalid_input" });
    await actAs(ADMIN, () => removeEndpoint(deps(), id));
    await expect(again()).rejects.toMatchObject({ code: "not_found" });
    await expect(actAs(ADMIN, () => redeliver(deps(), "unknown"))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("an endpoint's messages are read page by page, newest first, and back", async () => {
  const { id } = await add();
  await world.database.query(
    `INSERT INTO "Event" (id, type, "companyId", "connectionType", data, at)
     SELECT 'page' || n, 'import.finished', '', '', '{}', now() FROM generate_series(1, 120) n`,
  );
  await relayEvents(deps());
  const first = await listEventDeliveries(world, id);
  expect(first.newer).toBeNull();
  const second = await listEventDeliveries(world, id, { position: first.older ?? 0, towards: "older" });
  const third = await listEventDeliveries(world, id, { position: second.older ?? 0, towards: "older" });
  expect(third.older).toBeNull();
  const all = [first, second, third].flatMap(({ deliveries }) => deliveries.map(({ position }) => position));
  expect(all).toHaveLength(120);
  expect(all).toEqual([...all].sort((one, other) => other - one));
  const back = await listEventDeliveries(world, id, { position: third.newer ?? 0, towards: "newer" });
  expect(back.deliveries).toEqual(second.deliveries);
});
