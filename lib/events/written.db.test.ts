import { beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { resetEvents } from "@/dev/vitest/event-deps";
import { secretForms } from "@/dev/vitest/secret-forms";
import { ADMIN } from "@/dev/world/consent";
import { evaluateIncidents } from "@/lib/health/incident/evaluate";
import { recordExpiries } from "@/lib/health/observe/expiries";
import { actAs } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";
import { eventSchema } from "./event-json";
import { listEvents } from "./feed";
import { relayEvents } from "./relay";

const world = alertWorld();
const deps = () => world.readDeps;

async function events(companyId?: string) {
  await relayEvents(deps());
  const companyIds = companyId === undefined ? null : [companyId];
  return (await listEvents(deps(), { after: 0, limit: 1_000, companyIds, providers: null })).events;
}
const typesOf = async (companyId: string) => (await events(companyId)).map(({ type }) => type);
const disconnect = (companyId: string) =>
  actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));

async function broken() {
  const made = await world.connectQbo();
  world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
  await world.check(made.companyId);
  return made;
}

beforeEach(() => resetEvents(world));

describe("an event is written as its change is committed", () => {
  test("a life: connected, broken, reconnected and recovered, disconnected", async () => {
    const { companyId, realmId } = await broken();
    await world.check(companyId);
    world.advanceMinutes(1);
    await world.consent("qbo", companyId, { realmId }, "reconnect");
    await disconnect(companyId);
    const life = await events(companyId);
    expect(life.map(({ type, sequence }) => [type, sequence])).toEqual([
      ["connection.connected", 1],
      ["connection.broken", 2],
      ["connection.reconnected", 3],
      ["connection.recovered", 4],
      ["connection.disconnected", 5],
    ]);
    const [connected, brokenEvent, , recovered] = life;
    expect(connected).toMatchObject({
      company: companyId,
      provider: "qbo",
      data: { organisation: { id: realmId } },
    });
    expect(brokenEvent?.data).toMatchObject({ cause: "reconnect_required" });
    expect(recovered?.data).toEqual({
      cause: "reconnect_required",
      since: brokenEvent && "since" in brokenEvent.data && brokenEvent.data.since,
    });
    for (const event of life) expect(eventSchema.parse(event)).toEqual(event);
  });

  test("a deadline that passes with nobody looking breaks the connection", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(101 * DAY_MS);
    await recordExpiries(deps());
    expect(await typesOf(companyId)).toEqual(["connection.connected", "connection.broken"]);
  });

  test("that the end comes near is told once", async () => {
    const { companyId } = await world.connectQbo();
    world.simulator.clock.advance(90 * DAY_MS);
    await world.evaluate();
    await world.evaluate();
    const [, expiring, ...more] = await events(companyId);
    expect(expiring).toMatchObject({
      type: "connection.expiring",
      data: { next_step: expect.stringMatching(/\w/), deadline: expect.stringMatching(/Z$/) },
    });
    expect(more).toEqual([]);
  });

  test("another organisation than the connection's is refused", async () => {
    const { companyId } = await broken();
    const other = world.newCustomer("qbo");
    const outcome = await world.consent("qbo", companyId, { realmId: other.tenantId }, "reconnect");
    expect(outcome).toMatchObject({ outcome: "refused", code: "wrong_organisation" });
    expect((await events(companyId)).at(-1)).toMatchObject({
      type: "connection.wrong_organisation_refused",
      sequence: 3,
      data: { sentence: expect.any(String) },
    });
  });

  test("an outage is one event and its end another, however many companies it touches", async () => {
    const companies = [await world.connectQbo(), await world.connectQbo(), await world.connectQbo()];
    const effect = { kind: "status", status: 503 } as const;
    const { id } = world.simulator.control.addFault({
      provider: "qbo",
      endpoint: "api",
      effect,
      times: 1_000,
    });
    const look = async () => {
      world.simulator.clock.advance(1_000);
      for (const { companyId } of companies) await world.check(companyId);
      await evaluateIncidents(deps());
    };
    await look();
    world.simulator.control.clearFaults(id);
    world.advanceMinutes(3);
    await look();
    const told = (await events()).filter(({ type }) => type !== "connection.connected");
    expect(told.map(({ type, company, provider, sequence }) => [type, company, provider, sequence])).toEqual([
      ["incident.opened", null, "qbo", null],
      ["incident.closed", null, "qbo", null],
    ]);
    for (const event of told) expect(eventSchema.parse(event)).toEqual(event);
  });

  test("a change that is rolled back is told to nobody", async () => {
    const { companyId } = await world.connectQbo();
    await world.database.query(
      "ALTER TABLE \"AuditLog\" ADD CONSTRAINT refuses CHECK (operation NOT IN ('connection.disconnect', 'health.change')) NOT VALID",
    );
    await expect(disconnect(companyId)).rejects.toThrow();
    await world.database.query('ALTER TABLE "AuditLog" DROP CONSTRAINT refuses');
    expect(await typesOf(companyId)).toEqual(["connection.connected"]);
  });

  test("no event holds a token", async () => {
    await broken();
    const stored = JSON.stringify(await world.database.query('SELECT * FROM "Event"'));
    const issued = world.simulator.control.issuedTokens();
    expect(issued.length).toBeGreaterThan(0);
    for (const { value } of issued) for (const form of secretForms(value)) expect(stored).not.toContain(form);
  });
});
