import { afterEach, describe, expect, inject, test } from "vitest";
import { beginProviderLife, type ProviderLife } from "@/dev/chaos/harness/provider-life";
import { cloneDatabase } from "@/dev/chaos/harness/server";
import { evaluateAlerts } from "@/lib/alerts/evaluate";

const MINUTE_MS = 60_000;
const DOWN = { kind: "status", status: 503 } as const;
const BOTH_ENDPOINTS = ["token", "api"] as const;

let life: ProviderLife;
afterEach(() => life.close());

async function begin(companies: number): Promise<void> {
  life = await beginProviderLife(await cloneDatabase(inject("testServer")), "qbo", companies);
}

const incidents = () =>
  life.world.database.query(
    `SELECT i.*, count(t.*)::int AS companies, count(t.*) FILTER (WHERE t."recoveredAt" IS NULL)::int AS suffering
     FROM "ProviderIncident" i JOIN "IncidentCompany" t ON t."incidentId" = i.id GROUP BY i.id ORDER BY i."startedAt"`,
  );

async function audited(operation: string): Promise<number> {
  const rows = await life.world.database.query('SELECT 1 FROM "AuditLog" WHERE operation = $1', [operation]);
  return rows.length;
}

/** Has somebody told of problems by mail, as often as jobs do. */
async function listen(): Promise<{ afterRound: () => Promise<unknown> }> {
  const { database, simulator } = life.world;
  await database.query(
    `INSERT INTO "AlertChannel" (id, kind, target, "createdBy", "createdAt") VALUES ('c', 'email', 'a@b.test', 'u', now())`,
  );
  const deps = {
    database,
    clock: simulator.clock,
    appUrl: "https://c.test",
    providerName: () => "QuickBooks",
  };
  return { afterRound: () => evaluateAlerts(deps) };
}

const told = () =>
  life.world.database.query(
    `SELECT a.kind, d.event FROM "AlertDelivery" d JOIN "Alert" a ON a.id = d."alertId" ORDER BY d."createdAt"`,
  );

describe("a provider in use by many companies", () => {
  test("is one incident, one alert and one recovery when it is away for ten minutes, while valid tokens are served and nobody must reconnect", async () => {
    await begin(80);
    const alerts = await listen();
    const everyFifth = (index: number) => index % 5 === 0;
    expect(await life.live(9, { asked: everyFifth, ...alerts })).toMatchObject({
      opened: [],
      needReconnecting: 0,
      refusedThoughValid: 0,
      inTrouble: 0,
    });

    const downFromMs = life.world.simulator.clock.nowMs();
    life.fail(...BOTH_ENDPOINTS.map((endpoint) => ({ endpoint, effect: DOWN, forMs: 10 * MINUTE_MS })));
    // Those nobody asked for lately are asked for now: some tokens of theirs run out before the provider is back.
    const outage = await life.live(9.75, alerts);
    expect(await told()).toEqual([{ kind: "provider_incident", event: "raised" }]);
    expect(outage).toMatchObject({ ended: [], needReconnecting: 0, refusedThoughValid: 0 });
    expect(outage.opened).toHaveLength(1);
    expect(outage.inTrouble).toBeGreaterThan(2);
    expect(outage.ranOut.size).toBeGreaterThan(8);
    expect(outage.servedAnew).toBe(0);

    const after = await life.live(10, alerts);
    expect(after).toMatchObject({
      opened: [],
      ended: outage.opened,
      needReconnecting: 0,
      refusedThoughValid: 0,
    });
    const [incident, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ cause: "provider_unavailable", owner: "provider", suffering: 0 });
    expect(incident?.providerRef).toEqual(expect.any(String));
    const minute = (at: Date) => (at.getTime() - downFromMs) / MINUTE_MS;
    expect(minute(incident?.startedAt)).toBeLessThanOrEqual(1);
    expect(minute(incident?.endedAt)).toBeGreaterThanOrEqual(10);
    expect(minute(incident?.endedAt)).toBeLessThanOrEqual(12);
    const touched = await life.world.database.query('SELECT "companyId" FROM "IncidentCompany"');
    expect(touched.map(({ companyId }) => companyId)).toEqual(expect.arrayContaining([...outage.ranOut]));
    expect([await audited("incident.open"), await audited("incident.end")]).toEqual([1, 1]);
    expect(await life.live(15, alerts)).toMatchObject({ opened: [], inTrouble: 0, refusedThoughValid: 0 });
    expect(await told()).toEqual([
      { kind: "provider_incident", event: "raised" },
      { kind: "provider_incident", event: "recovered" },
    ]);
  }, 240_000);

  test("is one incident when only its token endpoint is away, or only its API", async () => {
    await begin(20);
    for (const endpoint of BOTH_ENDPOINTS) {
      await life.live(2);
      life.fail({ endpoint, effect: DOWN, forMs: 15 * MINUTE_MS });
      const outage = await life.live(15);
      expect(outage.opened, endpoint).toHaveLength(1);
      expect(outage, endpoint).toMatchObject({ ended: [], needReconnecting: 0, refusedThoughValid: 0 });
      const after = await life.live(15);
      expect(after, endpoint).toMatchObject({ opened: [], ended: outage.opened, needReconnecting: 0 });
    }
  }, 240_000);

  test("is at most one incident when it fails every second request", async () => {
    await begin(24);
    life.fail(
      ...BOTH_ENDPOINTS.map((endpoint) => ({ endpoint, effect: DOWN, forMs: 20 * MINUTE_MS, every: 2 })),
    );
    const half = await life.live(20);
    const after = await life.live(15);
    expect(half.opened.length + after.opened.length).toBeLessThanOrEqual(1);
    expect([...half.ended, ...after.ended]).toEqual([...half.opened, ...after.opened]);
    expect(Math.max(half.needReconnecting, after.needReconnecting)).toBe(0);
  }, 240_000);

  test("is no incident when one company's own requests fail", async () => {
    await begin(8);
    const [{ tenantId = "", owner = "" } = {}] = life.companies;
    const grants = Object.entries(life.world.simulator.control.counters().grants);
    const grantId = grants.find(([, counted]) => counted.owner === owner)?.[0] ?? "";
    const forMs = 30 * MINUTE_MS;
    life.fail(
      { endpoint: "api", tenantId, effect: DOWN, forMs },
      { endpoint: "token", grantId, effect: DOWN, forMs },
    );
    expect(await life.live(30)).toMatchObject({ opened: [], inTrouble: 1, needReconnecting: 0 });
  }, 240_000);

  test("is one incident of ours when our client is rejected, and no connection dies of it", async () => {
    await begin(20);
    life.fail({ endpoint: "token", effect: { kind: "invalidClient" }, forMs: 20 * MINUTE_MS });
    const rejected = await life.live(20);
    expect(rejected.opened).toHaveLength(1);
    expect(rejected).toMatchObject({ needReconnecting: 0, refusedThoughValid: 0 });
    const after = await life.live(10);
    expect(after).toMatchObject({ opened: [], ended: rejected.opened, needReconnecting: 0 });
    expect(await incidents()).toMatchObject([{ cause: "client_rejected", owner: "us", suffering: 0 }]);
    const dead = await life.world.database.query(`SELECT 1 FROM "Grant" WHERE state <> 'active'`);
    expect(dead).toEqual([]);
  }, 240_000);
});
