import { beforeAll, expect, test } from "vitest";
import { addBareConnection } from "@/dev/vitest/bare-connection";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { countIncidents, currentIncidents, findIncident, incidentsOf, listIncidents } from "./read";

const start = Date.UTC(2026, 2, 3, 9);
const at = (minutes: number) => new Date(start + minutes * 60_000);
let database: Database;

const asOf = (nowMs: number) => ({ database, clock: { nowMs: () => nowMs } });

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  return () => database.close();
});

async function addIncident(id: string, startedAt: Date, endedAt: Date | null): Promise<void> {
  await database.query(
    `INSERT INTO "ProviderIncident" (id, "connectionType", cause, owner, message, "startedAt", "lastFailureAt", "endedAt")
     VALUES ($1, 'qbo', 'provider_unavailable', 'provider', 'It answered 503.', $2, $2, $3)`,
    [id, startedAt, endedAt],
  );
}

async function touch(
  incidentId: string,
  companyId: string,
  recoveredAt: Date | null,
  affectedAt = at(0),
): Promise<void> {
  await database.query(
    `INSERT INTO "IncidentCompany" ("incidentId", "companyId", "affectedAt", "recoveredAt") VALUES ($1, $2, $3, $4)`,
    [incidentId, companyId, affectedAt, recoveredAt],
  );
}

test("an incident's companies come a page at a time, by name, each once, with how many there are", async () => {
  await addIncident("many", at(0), null);
  for (let index = 0; index < 120; index++) {
    const companyId = `company-${String(index).padStart(3, "0")}`;
    await addBareConnection(database, { connectedAt: at(-100), companyId });
    await touch("many", companyId, index < 7 ? at(5) : null);
  }
  const seen: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < 5; page++) {
    const incident = await findIncident({ database }, "many", after);
    expect(incident).toMatchObject({ providerName: "QuickBooks Online", companies: 120, recovered: 7 });
    seen.push(...(incident?.touched ?? []).map(({ companyId }) => companyId));
    after = incident?.next ?? undefined;
    if (after === undefined) break;
  }
  expect(seen).toHaveLength(120);
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(await currentIncidents({ database })).toMatchObject([{ id: "many", companies: 120 }]);
  expect(await findIncident({ database }, "unknown")).toBeUndefined();
});

test("incidents are listed newest first, and a company's own say how it fared", async () => {
  await addIncident("older", at(-500), at(-400));
  await addBareConnection(database, { connectedAt: at(-600), companyId: "gone" });
  await touch("older", "gone", at(-399), at(-490));
  await touch("older", "company-000", at(-398), at(-480));
  await database.query(`UPDATE "Connection" SET "disconnectedAt" = $1 WHERE "companyId" = 'gone'`, [at(-10)]);
  const { incidents, next } = await listIncidents({ database });
  expect([incidents.map(({ id }) => id), next]).toEqual([["many", "older"], null]);
  expect((await listIncidents({ database }, "many")).incidents).toMatchObject([
    { id: "older", companies: 2, recovered: 2 },
  ]);
  expect(await incidentsOf({ database }, "company-000")).toMatchObject([
    { id: "many", endedAt: null, recoveredAt: at(5) },
    { id: "older", endedAt: at(-400), recoveredAt: at(-398), connectionId: expect.any(String) },
  ]);
  expect(await incidentsOf({ database }, "gone")).toMatchObject([{ id: "older", connectionId: null }]);
});

test("the incidents of the last so many days are those that began, went on or ended in them", async () => {
  expect(await countIncidents(asOf(start + 86_400_000 - 401 * 60_000), 1)).toBe(2);
  expect(await countIncidents(asOf(start + 86_400_000 - 399 * 60_000), 1)).toBe(1);
  expect(await countIncidents(asOf(start + 100 * 86_400_000), 1)).toBe(1);
});
