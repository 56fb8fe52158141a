import { beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { ADMIN } from "@/dev/world/consent";
import { openDatabase } from "@/lib/db";
import { findConnection } from "@/lib/health/connections/connection-detail";
import { actAs } from "@/lib/request-context";
import { addEmailChannel, switchChannel } from "./channels";
import { evaluateAlerts } from "./evaluate";

const world = alertWorld();
const DAY_MINUTES = 24 * 60;
let serial = 0;
const addChannel = () => actAs(ADMIN, () => addEmailChannel(world.deps, `ops${++serial}@example.com`));
const disconnect = (companyId: string) =>
  actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));

/** The organisation refuses to be read, once. */
async function refuse({ companyId, realmId }: { companyId: string; realmId: string }): Promise<void> {
  const effect = { kind: "status", status: 403 } as const;
  world.simulator.control.addFault({ provider: "qbo", endpoint: "api", tenantId: realmId, effect, times: 1 });
  await world.check(companyId);
}

async function broken() {
  const made = await world.connectQbo();
  world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
  await world.check(made.companyId);
  return made;
}

async function reconnect({ companyId, realmId }: { companyId: string; realmId: string }): Promise<void> {
  const outcome = await world.consent("qbo", companyId, { realmId }, "reconnect");
  expect(outcome.outcome).toBe("connected");
}

beforeEach(() => world.reset());

describe("a connection that needs reconnecting", () => {
  test("is told once to each channel that is on, in the verdict's words, with a link to it", async () => {
    const [first, second, off] = [await addChannel(), await addChannel(), await addChannel()];
    await actAs(ADMIN, () => switchChannel(world.deps, off, false));
    const { companyId } = await broken();
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 2 });
    for (let run = 0; run < 3; run++) {
      world.advanceMinutes(1);
      await world.check(companyId);
      expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
    }
    const id = await world.connectionIdOf(companyId);
    const shown = await findConnection(world.readDeps, id);
    const messages = await world.messages();
    expect(messages.map(({ channelId }) => channelId).sort()).toEqual([first, second].sort());
    const [row] = await world.database.query<{ payload: unknown }>(
      `SELECT payload FROM "AlertDelivery" LIMIT 1`,
    );
    expect(row?.payload).toMatchObject({
      type: "alert.raised",
      data: {
        kind: "needs_reconnecting",
        title: `${shown?.companyName} needs reconnecting (QuickBooks Online)`,
        sentence: shown?.verdict.sentence,
        nextStep: "A QuickBooks admin must reconnect.",
        owner: "customer",
        url: `https://countersign.example.com/companies/${companyId}?provider=qbo`,
        company: { id: companyId },
        since: shown?.verdict.since?.toISOString(),
      },
    });
    const audited = await world.database.query(
      `SELECT a."apiEndpoint", a."companyId", a."userId" FROM "AuditLog" a WHERE operation = 'alert.raise' AND "companyId" = $1`,
      [companyId],
    );
    expect(audited).toEqual([
      { apiEndpoint: expect.stringMatching(/^\/alerts\/c\w{24}$/), companyId, userId: "alerts" },
    ]);
  });

  test("has recovered at once when a new consent ended it", async () => {
    await addChannel();
    const made = await broken();
    await world.evaluate();
    world.advanceMinutes(1);
    await reconnect(made);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 1 });
    expect((await world.messages()).map(({ event }) => event)).toEqual(["raised", "recovered"]);
    expect((await world.messages())[1]).toMatchObject({
      title: expect.stringContaining("works again"),
      sentence: expect.stringMatching(/^A new consent ended the problem \(admin\)\. Reading /),
    });
    expect((await world.evaluate()).told).toBe(0);
  });

  test("is over at once when it is disconnected on purpose, and the message says so", async () => {
    await addChannel();
    const { companyId } = await broken();
    await world.evaluate();
    world.advanceMinutes(1);
    await disconnect(companyId);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 1 });
    expect((await world.messages())[1]).toMatchObject({
      event: "recovered",
      title: expect.stringContaining("was disconnected"),
      sentence: expect.stringMatching(/^Disconnected on purpose\./),
    });
  });

  test("that flaps is told once, and has recovered once its health has stood for ten minutes", async () => {
    await addChannel();
    const made = await world.connectQbo();
    for (let turn = 0; turn < 5; turn++) {
      await refuse(made);
      await world.evaluate();
      world.advanceMinutes(4);
      await world.check(made.companyId);
      await world.evaluate();
      world.advanceMinutes(4);
      await world.evaluate();
    }
    expect(await world.messages()).toHaveLength(1);
    world.advanceMinutes(5);
    expect((await world.evaluate()).told).toBe(0);
    world.advanceMinutes(1);
    expect((await world.evaluate()).told).toBe(1);
    expect((await world.messages())[1]).toMatchObject({
      event: "recovered",
      sentence: expect.stringMatching(/^The problem ended without a new consent\./),
    });
  });

  test("is not well while its provider is in trouble", async () => {
    await addChannel();
    const made = await world.connectQbo();
    await refuse(made);
    await world.evaluate();
    const effect = { kind: "status", status: 503 } as const;
    const fault = { provider: "qbo", endpoint: "api", tenantId: made.realmId, effect, times: 1 } as const;
    world.simulator.control.addFault(fault);
    world.advanceMinutes(1);
    await world.check(made.companyId);
    world.advanceMinutes(60);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
  });
});

test("a shared consent that one company renews ends the other's alert as well", async () => {
  await addChannel();
  const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Shared" });
  const connected = [];
  for (const name of ["A", "B"]) {
    const { tenantId } = world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] });
    const { companyId } = await world.connectQbo();
    await disconnect(companyId);
    await world.consent("xero", companyId, { xeroUserId, tenantIds: [tenantId] });
    connected.push({ companyId, tenantId });
  }
  world.simulator.control.revokeGrant({ provider: "xero", xeroUserId });
  // Past the access token's life, so that only a refresh can tell: it is the grant that has ended.
  world.advanceMinutes(31);
  await world.check(connected[0]?.companyId ?? "", "xero");
  expect((await world.evaluate()).raised).toBe(2);
  world.advanceMinutes(1);
  const [first] = connected;
  if (!first) throw new Error("nothing was connected");
  await world.consent("xero", first.companyId, { xeroUserId, tenantIds: [first.tenantId] }, "reconnect");
  expect(await world.evaluate()).toEqual({ raised: 0, ended: 2, told: 2 });
});

test("what expires soon is told once, gives way to what needs reconnecting, and recovers once", async () => {
  await addChannel();
  const made = await world.connectQbo();
  world.advanceMinutes(85 * DAY_MINUTES);
  expect((await world.evaluate()).raised).toBe(0);
  world.advanceMinutes(2 * DAY_MINUTES);
  expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
  world.advanceMinutes(5 * DAY_MINUTES);
  expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
  world.advanceMinutes(9 * DAY_MINUTES);
  expect(await world.evaluate()).toEqual({ raised: 1, ended: 1, told: 1 });
  await reconnect(made);
  world.advanceMinutes(1);
  await world.evaluate();
  const told = (await world.messages()).map(({ kind, event }) => `${kind} ${event}`);
  expect(told).toEqual(["expiring_soon raised", "needs_reconnecting raised", "needs_reconnecting recovered"]);
});

test("what expires soon recovers when it is used before its end", async () => {
  await addChannel();
  const { companyId } = await world.connectQbo();
  world.advanceMinutes(90 * DAY_MINUTES);
  await world.evaluate();
  await world.service.getValidToken(companyId, "qbo", "u1");
  world.advanceMinutes(11);
  expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 1 });
});

describe("an alert that nobody could be told of", () => {
  test("is on record, and a channel added later hears neither of its beginning nor of its end", async () => {
    const made = await broken();
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 0 });
    await addChannel();
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
    world.advanceMinutes(1);
    await reconnect(made);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 0 });
    expect(await world.alerts()).toEqual([expect.objectContaining({ endedAt: expect.any(Date) })]);
    await broken();
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
  });

  test("a channel that was off meanwhile is not flooded when it is turned on, nor told of an end alone", async () => {
    const channel = await addChannel();
    const made = await broken();
    await world.evaluate();
    await actAs(ADMIN, () => switchChannel(world.deps, channel, false));
    await broken();
    await world.evaluate();
    await actAs(ADMIN, () => switchChannel(world.deps, channel, true));
    await world.evaluate();
    expect(await world.messages()).toHaveLength(1);
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
    world.advanceMinutes(1);
    await reconnect(made);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 0 });
  });
});

describe("a provider's incident", () => {
  const touched = (count: number) => Array.from({ length: count }, (_, index) => `touched${index}`);

  test("over 200 companies is one alert, one message, and one recovery", async () => {
    await addChannel();
    const { companyId, realmId } = await world.connectQbo();
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "qbo", endpoint: "api", tenantId: realmId, effect });
    await world.check(companyId);
    const id = await world.openIncident("qbo", [companyId, ...touched(199)]);
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
    for (let minute = 0; minute < 10; minute++) {
      world.advanceMinutes(1);
      await world.evaluate();
    }
    await world.endIncident(id);
    await world.evaluate();
    expect(await world.messages()).toEqual([
      expect.objectContaining({
        title: "QuickBooks Online has trouble",
        sentence: expect.stringContaining("200 companies"),
      }),
    ]);
    world.advanceMinutes(10);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 1 });
    expect((await world.messages())[1]).toMatchObject({ title: "QuickBooks Online works again" });
    expect((await world.alerts()).map(({ kind }) => kind)).toEqual(["provider_incident"]);
  });

  test("that comes back within ten minutes belongs to the same alert", async () => {
    await addChannel();
    for (let outage = 0; outage < 3; outage++) {
      const id = await world.openIncident("qbo", [`c${outage}`]);
      await world.evaluate();
      world.advanceMinutes(5);
      await world.endIncident(id);
      await world.evaluate();
      world.advanceMinutes(5);
      await world.evaluate();
    }
    expect(await world.messages()).toHaveLength(1);
    world.advanceMinutes(5);
    await world.evaluate();
    expect(await world.messages()).toEqual([
      expect.anything(),
      expect.objectContaining({ event: "recovered", sentence: expect.stringContaining("3 companies") }),
    ]);
  });
});

test("two processes that evaluate a hundred times each raise one alert with one message", async () => {
  await addChannel();
  await broken();
  const databases = [1, 2].map(() => openDatabase({ url: world.databaseUrl, maxConnections: 5 }));
  const runs = databases.flatMap((database) =>
    Array.from({ length: 100 }, () => evaluateAlerts({ ...world.deps, database })),
  );
  const raised = (await Promise.all(runs)).reduce((sum, run) => sum + run.raised, 0);
  await Promise.all(databases.map((database) => database.close()));
  expect(raised).toBe(1);
  expect(await world.alerts()).toHaveLength(1);
  expect(await world.messages()).toHaveLength(1);
});

test("a run takes up a bounded number of problems, and the next ones the rest", async () => {
  for (let made = 0; made < 5; made++) await broken();
  const runs = [];
  for (let run = 0; run < 4; run++) runs.push((await evaluateAlerts(world.deps, 2)).raised);
  expect(runs).toEqual([2, 2, 1, 0]);
});
