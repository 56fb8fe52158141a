import { beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { countAudit } from "../count";
import type { AuditFilter } from "../filter";
import { certainOf, filterFor, findMeanings, MEANING_COUNT_CAP } from "./meanings";
import { findRequest } from "./request";
import { countValues } from "./value-counts";

const nowMs = Date.UTC(2026, 5, 1);
const clock = { nowMs: () => nowMs };
const lastWeek: AuditFilter = { span: "7d" };
let database: Database;

/** Five thousand companies, four people and twelve thousand rows, most of them older than a week. */
beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  await database.query(
    `INSERT INTO "Company" (id, name, "createdAt") SELECT 'c' || n, CASE n WHEN 7 THEN 'Birchwood Books'
       WHEN 8 THEN 'Birchwood' WHEN 9 THEN 'Maya Foods' WHEN 10 THEN '100% Wool' ELSE 'Company ' || n END, now()
     FROM generate_series(1, 5000) AS n`,
  );
  await database.query(
    `INSERT INTO "User" (id, email, name, role, "passwordHash") SELECT 'u' || n, n || '@example.test',
       CASE n WHEN 1 THEN 'Maya Lindqvist' ELSE 'Person ' || n END, 'admin', '' FROM generate_series(1, 4) AS n`,
  );
  await database.query(
    `INSERT INTO "AuditLog" (id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod",
       "responseStatus", "ipAddress", "userAgent", "timestamp", operation, "actorKind", outcome, "requestId", "providerRef")
     SELECT 'r' || n, CASE n % 3 WHEN 0 THEN 'u1' ELSE 'invoice-sync' END, 'c' || n % 20, '/x', 'qbo', 'GET',
       CASE n % 10 WHEN 0 THEN 503 ELSE 200 END, '', '', $1::timestamptz - n * interval '1 hour', 'api.call',
       CASE n % 3 WHEN 0 THEN 'user' ELSE 'service' END, CASE n % 10 WHEN 0 THEN 'failure' ELSE 'success' END,
       'req' || n / 4, 'tid-' || n
     FROM generate_series(1, 12000) AS n`,
    [new Date(nowMs)],
  );
  await database.query("ANALYZE");
  return () => database.close();
});

const meaningsOf = async (word: string, filter = lastWeek) => {
  const { meanings } = await findMeanings({ database }, word);
  const counted = meanings.map(async ({ key, value }) => {
    const count = await countAudit({ database, clock }, filterFor(filter, { key, value }), MEANING_COUNT_CAP);
    return { key, value, count };
  });
  return Promise.all(counted);
};

describe("findMeanings", () => {
  test("finds a company by its id and by a name or its beginning, in either case", async () => {
    expect(await meaningsOf("c4999")).toEqual([{ key: "company", value: "c4999", count: 0 }]);
    expect(await meaningsOf("maya f")).toEqual([{ key: "company", value: "c9", count: 8 }]);
    expect(await meaningsOf("BIRCH")).toEqual([
      { key: "company", value: "c8", count: 9 },
      { key: "company", value: "c7", count: 9 },
    ]);
  });

  test("takes marks of a pattern for what they are", async () => {
    expect(await meaningsOf("100%")).toEqual([{ key: "company", value: "c10", count: 8 }]);
    expect(await meaningsOf("%")).toEqual([]);
    expect(await meaningsOf("_ompany 1")).toEqual([]);
  });

  test("finds who acts, a request, a provider's reference and a row, each exactly", async () => {
    expect(await meaningsOf("Maya L")).toEqual([{ key: "actor", value: "u1", count: 56 }]);
    expect(await meaningsOf("invoice-sync")).toEqual([{ key: "actor", value: "invoice-sync", count: 112 }]);
    expect(await meaningsOf("invoice")).toEqual([]);
    expect(await meaningsOf("req5")).toEqual([{ key: "request", value: "req5", count: 4 }]);
    expect(await meaningsOf("tid-6000")).toEqual([{ key: "ref", value: "tid-6000", count: 1 }]);
    expect(await meaningsOf("tid-600 ")).toEqual([]);
    expect(await meaningsOf("r11000")).toEqual([{ key: "id", value: "r11000", count: 1 }]);
  });

  test("of several meanings, one is certain where it alone is a whole name or id", async () => {
    const certain = async (word: string) => certainOf(await findMeanings({ database }, word))?.value;
    expect(await certain("birchwood")).toBe("c8");
    expect(await certain("birchw")).toBeUndefined();
    expect(await certain("maya")).toBeUndefined();
    expect(await certain("nobody")).toBeUndefined();
  });

  test("says that there are more names than it gives", async () => {
    const { meanings, more } = await findMeanings({ database }, "company 1");
    expect({ shown: meanings.length, more }).toEqual({ shown: 8, more: true });
  });

  test("looks at any time for what happened once, unless a time was asked for", () => {
    expect(filterFor(lastWeek, { key: "ref", value: "a" })).toEqual({ span: "all", ref: "a" });
    expect(filterFor({ span: "30d" }, { key: "ref", value: "a" })).toEqual({ span: "30d", ref: "a" });
    expect(filterFor(lastWeek, { key: "company", value: "a" })).toEqual({ span: "7d", company: "a" });
  });

  test("asks nothing that an index does not answer", async () => {
    const plans = [
      `SELECT 1 FROM "Company" WHERE id = 'x' OR lower(name) LIKE 'birch%'`,
      `SELECT 1 FROM "AuditLog" a WHERE a."providerRef" = 'x'::text`,
      `SELECT 1 FROM "AuditLog" a WHERE a."requestId" = 'x'::text`,
    ].map(async (statement) => {
      const lines = await database.query<{ "QUERY PLAN": string }>(`EXPLAIN ${statement}`);
      return lines.map((line) => line["QUERY PLAN"]).join("\n");
    });
    for (const plan of await Promise.all(plans)) {
      expect(plan).toMatch(/Index/);
      expect(plan).not.toMatch(/Seq Scan/);
    }
  });
});

describe("countValues", () => {
  const countsOf = (filter: AuditFilter, key: string, values: readonly string[]) =>
    countValues({ database, clock }, filter, key, values);

  test("counts the rows that each value would leave, in the time asked for", async () => {
    expect(await countsOf(lastWeek, "outcome", ["success", "failure", "refused"])).toEqual({
      success: "152",
      failure: "16",
      refused: "0",
    });
    expect(await countsOf({ span: "24h", outcome: "failure" }, "outcome", ["success"])).toEqual({
      success: "22",
    });
    expect(await countsOf({ ...lastWeek, outcome: "failure" }, "status", ["2xx", "5xx"])).toEqual({
      "2xx": "0",
      "5xx": "16",
    });
    expect(await countsOf(lastWeek, "by", ["person", "service"])).toEqual({ person: "56", service: "112" });
    expect(await countsOf({ span: "all" }, "provider", ["qbo"])).toEqual({ qbo: "1,000+" });
  });

  test("reads no more of the log than the ranges of its index, however rare a value is", async () => {
    const asked: { text: string; values: unknown[] }[] = [];
    const listening: Database = Object.create(database, {
      query: {
        value: (text: string, values: unknown[] = []) => {
          asked.push({ text, values });
          return database.query(text, values);
        },
      },
    });
    for (const key of ["operation", "outcome", "status"])
      await countValues({ database: listening, clock }, { span: "all" }, key, ["refused"]);
    expect(asked.length).toBeGreaterThan(3);
    for (const { text, values } of asked) {
      const plan = await database.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, values);
      const lines = plan.map((line) => line["QUERY PLAN"]).join("\n");
      expect(lines).toMatch(/AuditLog_facet_at_idx/);
      expect(lines).not.toMatch(/Seq Scan on "AuditLog"/);
    }
  });

  test("counts companies and actors within other filters only where that is bounded", async () => {
    expect(await countsOf(lastWeek, "company", ["c1"])).toEqual({ c1: "9" });
    expect(await countsOf({ ...lastWeek, generation: "3" }, "company", ["c1"])).toEqual({});
    expect(await countsOf({ ...lastWeek, company: "c1" }, "outcome", ["success"])).toEqual({});
    expect(await countsOf(lastWeek, "endpoint", ["/x"])).toEqual({});
  });
});

describe("findRequest", () => {
  test("gives what a request left, oldest first, and nothing of others", async () => {
    const { rows, more } = await findRequest({ database }, "req5");
    expect(rows.map(({ id }) => id)).toEqual(["r23", "r22", "r21", "r20"]);
    expect(more).toBe(false);
    expect(await findRequest({ database }, "none")).toEqual({ rows: [], more: false });
  });
});
