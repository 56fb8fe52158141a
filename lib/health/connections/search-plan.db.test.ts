import { beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { tenantIds } from "@/dev/vitest/tenant-ids";
import { findCompanies } from "@/lib/companies/find-companies";
import { type Database, openDatabase } from "@/lib/db";
import { listHealth } from "./list-health";

const CONNECTIONS = 5_000;
const nowMs = Date.UTC(2026, 5, 1);
let database: Database;

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  const add = (statement: string) => database.query(statement, [CONNECTIONS]);
  await add(
    `INSERT INTO "Company" (id, name) SELECT 'company' || n, 'Company ' || n FROM generate_series(1, $1) n`,
  );
  await add(`INSERT INTO "Grant" (id, "connectionType", environment, subject, "sealedTokenSet", "keyId", scope, "issuedAt",
      "accessExpiresAt", "refreshExpiresAt", "stateSince")
    SELECT 'grant' || n, 'qbo', 'production', n::text, '', 'k', '', now(), now(), '2026-08-01', now()
    FROM generate_series(1, $1) n`);
  await add(`INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
      "connectedBy", "connectedAt")
    SELECT 'connection' || n, 'company' || n, 'qbo', 'production', (9341450000000000 + n)::text, 'Books ' || n,
      'grant' || n, 'admin', '2026-01-01' FROM generate_series(1, $1) n`);
  await add(`INSERT INTO "HealthInterval" (id, "companyId", "connectionType", status, cause, owner, "startedAt", "endedAt")
    SELECT 'i' || n || '-' || d, 'company' || n, 'qbo', 'healthy', null, null, timestamptz '2026-01-01' + d * interval '15 days',
      timestamptz '2026-01-01' + (d + 1) * interval '15 days' FROM generate_series(1, $1) n, generate_series(0, 9) d`);
  await database.query("ANALYZE");
  return () => database.close();
});

/** The plans of the statements that a search runs. */
async function plansOf(run: (database: Database) => Promise<unknown>): Promise<string[]> {
  const asked: { text: string; values: unknown[] }[] = [];
  const listening: Database = Object.create(database, {
    query: {
      value: (text: string, values: unknown[] = []) => {
        asked.push({ text, values });
        return database.query(text, values);
      },
    },
  });
  await run(listening);
  const plans: string[] = [];
  for (const { text, values } of asked) {
    const lines = await database.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, values);
    plans.push(lines.map((line) => line["QUERY PLAN"]).join("\n"));
  }
  return plans;
}

test.each(["Company 4999", "books 49", "93414500000049", "company49", "qbo"])(
  "a search for %s asks the same few statements at any size, and none reads the audit log or whole histories",
  async (search) => {
    const query = { sort: "status", direction: "asc", search } as const;
    const listed = await plansOf((listening) =>
      listHealth({ database: listening, tenantIds, clock: { nowMs: () => nowMs } }, query),
    );
    expect(listed).toHaveLength(4);
    const found = await plansOf((listening) => findCompanies({ database: listening, tenantIds }, search));
    expect(found).toHaveLength(1);
    for (const plan of [...listed, ...found]) {
      expect(plan).not.toContain("AuditLog");
      expect(plan).not.toMatch(/Seq Scan on "HealthInterval"/);
    }
  },
);

test("trouble in the past is looked up by an index, a connection at a time", async () => {
  const plans = await plansOf((listening) =>
    listHealth(
      { database: listening, tenantIds, clock: { nowMs: () => nowMs } },
      { sort: "status", direction: "asc", troubledSince: new Date(nowMs - 90 * 86_400_000) },
    ),
  );
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on "HealthInterval"/);
});
