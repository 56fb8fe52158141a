import { beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { COUNT_CAP, countAudit } from "./count";
import { type AuditFilter, windowOf } from "./filter";
import { countNews } from "./news";
import { AUDIT_PAGE_SIZE, SEARCH_BUDGET, searchAudit } from "./search";
import { Bindings, matchSql } from "./search-sql";

const nowMs = Date.UTC(2026, 5, 1);
const ROWS = 24_000;
const everything: AuditFilter = { span: "all" };
let database: Database;

const asOf = (nowMs: number) => ({ database, clock: { nowMs: () => nowMs } });

/** Twelve thousand rows in a hundred milliseconds, the rest spread over a year; a few companies never fail. */
beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  await database.query(
    `INSERT INTO "AuditLog" (id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod",
       "responseStatus", "ipAddress", "userAgent", "timestamp", operation, "actorKind", outcome, "requestId", "providerRef", generation)
     SELECT 'r' || lpad((n * 7919 % 100003)::text, 8, '0'), 'u' || n % 7, 'c' || n % 11,
       CASE n % 5 WHEN 0 THEN '/invoices' ELSE '/contacts' END, CASE WHEN n % 11 < 6 THEN 'qbo' ELSE 'xero' END,
       CASE n % 3 WHEN 0 THEN 'POST' ELSE 'GET' END, CASE WHEN n % 11 > 3 AND n % 40 = 0 THEN 503 ELSE 200 END, '', '',
       CASE WHEN n <= 12000 THEN $1::timestamptz - (n % 100) * interval '1 millisecond'
         ELSE $1::timestamptz - interval '1 hour' - (n * 1300) * interval '1 second' END,
       CASE n % 997 WHEN 0 THEN 'connection.connect' ELSE 'api.call' END, CASE n % 9973 WHEN 3 THEN 'user' ELSE 'service' END,
       CASE WHEN n % 11 > 3 AND n % 40 = 0 THEN 'failure' ELSE 'success' END,
       CASE WHEN n % 1000 = 0 THEN 'req' || n END, CASE WHEN n % 3 = 0 THEN 'ref' || n END,
       CASE WHEN n % 4 = 0 THEN n % 50 END
     FROM generate_series(1, $2::int) AS n`,
    [new Date(nowMs - 1_000), ROWS],
  );
  await database.query(`ANALYZE "AuditLog"`);
  return () => database.close();
});

/** The same question asked without any of the search's means. */
async function expectedIds(filter: AuditFilter): Promise<string[]> {
  const bindings = new Bindings();
  const keys = Object.keys(filter) as (keyof AuditFilter)[];
  const { fromMs, toMs } = windowOf(filter, nowMs);
  const matches = matchSql(filter, keys, bindings);
  const rows = await database.query<{ id: string }>(
    `SELECT a.id FROM "AuditLog" a WHERE ${matches}
       AND a."timestamp" >= ${bindings.bind(new Date(fromMs ?? 0))} AND a."timestamp" < ${bindings.bind(new Date(toMs ?? nowMs))}
     ORDER BY a."timestamp" DESC, a.id DESC`,
    bindings.values,
  );
  return rows.map(({ id }) => id);
}

async function walk(filter: AuditFilter) {
  const pages = [await searchAudit(asOf(nowMs), { filter })];
  for (let page = pages[0]; page?.older; page = pages.at(-1)) {
    const cursor = { ...page.older, towards: "older" as const };
    pages.push(await searchAudit(asOf(nowMs), { filter, cursor }));
    if (pages.length > 1_000) throw new Error("the pages do not end");
  }
  return pages;
}

const idsOf = (pages: { rows: { id: string }[] }[]) => pages.flatMap(({ rows }) => rows.map(({ id }) => id));

describe("searchAudit", () => {
  test("loses and repeats no row over thousands in the same milliseconds, in either direction", async () => {
    const pages = await walk(everything);
    const ids = idsOf(pages);
    expect(ids).toEqual(await expectedIds(everything));
    expect(ids).toHaveLength(ROWS);
    const last = pages.at(-1);
    const back = [last?.rows ?? []];
    for (let place = last?.newer; place; ) {
      const cursor = { ...place, towards: "newer" as const };
      const page = await searchAudit(asOf(nowMs), { filter: everything, cursor });
      back.unshift(page.rows);
      place = page.newer;
    }
    expect(back.flat().map(({ id }) => id)).toEqual(ids);
  });

  const filters: AuditFilter[] = [
    { span: "7d", outcome: "failure" },
    { span: "all", company: "c9", provider: "xero" },
    { span: "all", company: "c9", outcome: "failure" },
    { span: "all", company: "c9", actor: "u3" },
    { span: "all", company: "c9", endpoint: "/invoices", actor: "u3" },
    { span: "all", actor: "u3", status: "5xx" },
    { span: "all", actor: "u3", status: "503", endpoint: "/invoices" },
    { span: "all", actor: "u3", operation: "connection.connect" },
    { span: "all", endpoint: "/invoices", method: "POST" },
    { span: "all", endpoint: "/invoices", outcome: "failure", provider: "qbo" },
    { span: "all", operation: "connection.connect", company: "c9" },
    { span: "all", fromMs: nowMs - 1_050, toMs: nowMs - 1_020, method: "GET" },
    { span: "all", request: "req12000" },
    { span: "all", id: "r00007919" },
    { span: "all", by: "person" },
    { span: "all", by: "service", company: "c9" },
    { span: "all", by: "person", outcome: "success" },
    { span: "all", by: "person", endpoint: "/contacts", method: "POST" },
    { span: "all", by: "service", actor: "u3", status: "503" },
    { span: "all", ref: "ref12000" },
    { span: "all", ref: "ref12000", outcome: "failure" },
    { span: "7d", company: "c9", provider: "xero", generation: "12" },
    { span: "all", status: "4xx,5xx" },
    { span: "all", status: ">=400", company: "c9" },
    { span: "all", status: "503,204" },
    { span: "all", status: ">=203", actor: "u3" },
    { span: "all", not: { outcome: ["success"] } },
    { span: "all", not: { status: ["2xx"], provider: ["xero"] } },
    { span: "all", company: "c9", not: { status: ["503"], method: ["GET"] } },
    { span: "all", not: { operation: ["api.call"], by: ["person"] } },
    { span: "all", not: { by: ["service"] } },
    { span: "all", outcome: "failure", not: { company: ["c9", "c8"], ref: ["ref12000"] } },
    { span: "7d", actor: "u3", not: { endpoint: ["/contacts"], request: ["req12000"], generation: ["4"] } },
  ];
  test.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))(
    "finds for %s what a plain scan finds",
    async (_name, filter) => {
      const expected = await expectedIds(filter);
      expect(expected.length).toBeGreaterThan(0);
      expect(idsOf(await walk(filter))).toEqual(expected);
      const counted = await countAudit(asOf(nowMs), filter);
      if (counted !== null) expect(counted).toBe(Math.min(expected.length, COUNT_CAP + 1));
    },
  );

  test("answers at once that values which never meet have no row", async () => {
    const nevers: Partial<AuditFilter>[] = [
      { company: "c9", provider: "qbo" },
      { endpoint: "/nowhere" },
      { operation: "connection.connect", method: "DELETE" },
      { actor: "nobody", outcome: "failure" },
      { by: "system" },
      { ref: "ref1" },
      { status: "1xx,3xx" },
      { outcome: "failure", not: { status: ["5xx"] } },
      { by: "service", not: { by: ["service"] } },
      { not: { provider: ["qbo", "xero"] } },
    ];
    for (const never of nevers) {
      const page = await searchAudit(asOf(nowMs), { filter: { span: "all", ...never } });
      expect(page).toEqual({ rows: [], older: null, newer: null, searchedToMs: null });
    }
  });

  test("stops after its budget, says how far it came, and goes on from there", async () => {
    const filter: AuditFilter = { span: "all", endpoint: "/contacts", status: "204" };
    const first = await searchAudit(asOf(nowMs), { filter });
    expect(first.rows).toEqual([]);
    expect(first.searchedToMs).not.toBeNull();
    const pages = await walk(filter);
    expect(pages.length).toBe(Math.ceil((ROWS * 0.8) / SEARCH_BUDGET));
    expect(pages.at(-1)).toMatchObject({ older: null, searchedToMs: null });
    // From the last, empty page the way back leads over what was searched before.
    const newer = pages.at(-1)?.newer;
    if (!newer) throw new Error("the last page has no way back");
    const back = await searchAudit(asOf(nowMs), { filter, cursor: { ...newer, towards: "newer" } });
    expect(back.newer).not.toBeNull();
  });

  test("a page holds a hundred rows, and its newer page ends just before it", async () => {
    const [first, second] = await walk({ span: "all", company: "c9" });
    expect(first?.rows).toHaveLength(AUDIT_PAGE_SIZE);
    const cursor = second?.newer && { ...second.newer, towards: "newer" as const };
    const back = await searchAudit(asOf(nowMs), {
      filter: { span: "all", company: "c9" },
      cursor: cursor ?? undefined,
    });
    expect(back.rows).toEqual(first?.rows);
  });

  test("a smaller page is the beginning of the whole one, and is followed by the rest", async () => {
    const filter = { span: "all", company: "c9" } as const;
    const [whole] = await walk(filter);
    const few = await searchAudit(asOf(nowMs), { filter, limit: 7 });
    expect(few.rows).toEqual(whole?.rows.slice(0, 7));
    const rest = await searchAudit(asOf(nowMs), {
      filter,
      limit: 7,
      cursor: few.older ? { ...few.older, towards: "older" } : undefined,
    });
    expect(rest.rows).toEqual(whole?.rows.slice(7, 14));
  });
});

describe("countAudit", () => {
  test("counts what people did, however rare that is among what machines did", async () => {
    expect(await countAudit(asOf(nowMs), { span: "all", by: "person" })).toBe(3);
  });

  test("stops one above its cap", async () => {
    expect(await countAudit(asOf(nowMs), everything)).toBe(COUNT_CAP + 1);
  });
});

describe("countNews", () => {
  test("counts the matches after a place, and no more than it says", async () => {
    const { rows } = await searchAudit(asOf(nowMs), { filter: { span: "all", outcome: "failure" } });
    const row = rows[12];
    if (!row) throw new Error("there are too few failures");
    const place = { atMs: row.timestamp.getTime(), id: row.id };
    expect(await countNews({ database }, { span: "all", outcome: "failure" }, place)).toBe(12);
    expect(await countNews({ database }, { span: "all", company: "c9", provider: "qbo" }, place)).toBe(0);
  });
});
