import { beforeAll, describe, expect, test } from "vitest";
import { addBareConnection } from "@/dev/vitest/bare-connection";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { tenantIds } from "@/dev/vitest/tenant-ids";
import { type Database, openDatabase } from "@/lib/db";
import { statusNames } from "../verdict/verdict";
import { PAGE_SIZE } from "./keyset-page";
import { type ConnectionQuery, countByStatus, listConnections } from "./list-connections";

const now = Date.UTC(2026, 5, 1);
const at = (days: number) => new Date(now + days * 86_400_000);
const byStatus: ConnectionQuery = { sort: "status", direction: "asc" };
let database: Database;

const asOf = (nowMs: number) => ({ database, tenantIds, clock: { nowMs: () => nowMs } });

async function everyPage(query: ConnectionQuery) {
  const pages = [await listConnections(asOf(now), query)];
  for (let page = pages[0]; page?.next && pages.length < 100; page = pages.at(-1)) {
    pages.push(await listConnections(asOf(now), { ...query, cursor: { towards: "next", ...page.next } }));
  }
  return pages;
}

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  const causes = [
    undefined,
    null,
    "reconnect_required",
    "organisation_unavailable",
    "subscription_lapsed",
    "provider_unavailable",
    "client_rejected",
    "no_connection",
  ] as const;
  let companies = 0;
  for (const state of ["active", "needs_reconnecting", "revoked"] as const) {
    for (const [refreshDays, hardDays] of [
      [30, null],
      [14, 100],
      [-1, 100],
      [30, 14],
      [30, 0],
    ] as const) {
      for (const cause of causes) {
        for (const disconnected of [false, true]) {
          await addHealthFixture(database, {
            // Digits only: a random id in it would now and then hold the word that is searched.
            companyName: `Company ${++companies}`,
            state,
            connectedAtMs: +at(-90),
            issuedAtMs: +at(-1),
            refreshExpiresAtMs: +at(refreshDays),
            hardExpiresAtMs: hardDays === null ? null : +at(hardDays),
            disconnectedAtMs: disconnected ? +at(-1) : null,
            changes: cause === undefined ? [] : [{ atMs: +at(-1), cause }],
          });
        }
      }
    }
  }
  return () => database.close();
});

describe("listConnections", () => {
  test("sorts by the very status that verdictOf gives, over every combination of facts", async () => {
    const rows = (await everyPage(byStatus)).flatMap((page) => page.rows);
    expect(rows).toHaveLength(240);
    const ranks = rows.map((row) => statusNames.indexOf(row.verdict.status));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    for (const status of statusNames) {
      const filtered = (await everyPage({ ...byStatus, status })).flatMap((page) => page.rows);
      expect(new Set(filtered.map((row) => row.verdict.status))).toEqual(new Set([status]));
      expect((await countByStatus(asOf(now)))[status]).toBe(filtered.length);
    }
  });

  test.each(["status", "company", "provider", "organisation", "lastRead", "deadline"] as const)(
    "pages by %s in both directions without losing or repeating a row",
    async (sort) => {
      for (const direction of ["asc", "desc"] as const) {
        const pages = await everyPage({ sort, direction });
        const ids = pages.flatMap((page) => page.rows.map((row) => row.id));
        expect(new Set(ids).size).toBe(240);
        const last = pages.at(-1);
        if (!last?.previous) throw new Error("the last page has no previous");
        const cursor = { towards: "previous" as const, ...last.previous };
        const back = await listConnections(asOf(now), { sort, direction, cursor });
        expect(back.rows.map((row) => row.id)).toEqual(pages.at(-2)?.rows.map((row) => row.id));
        expect(back.rows).toHaveLength(PAGE_SIZE);
      }
    },
  );

  test("takes %, _ and backslash in a search literally", async () => {
    for (const search of ["%", "_", "\\"]) {
      expect((await listConnections(asOf(now), { ...byStatus, search })).rows).toHaveLength(0);
    }
    expect((await listConnections(asOf(now), { ...byStatus, search: "COMPANY 1" })).rows).toHaveLength(
      PAGE_SIZE,
    );
  });

  test("finds a connection by the beginning of its id or its company's, by its organisation's whole id, and by its provider's word", async () => {
    const { companyId } = await addBareConnection(database, {
      companyId: "product/Alpha-7",
      connectionType: "xero",
      connectedAt: at(-1),
    });
    await database.query(`UPDATE "Company" SET name = 'Wanted' WHERE id = $1`, [companyId]);
    const [wanted] = await database.query<{ id: string }>(
      `UPDATE "Connection" SET "tenantId" = '9341453908745123' WHERE "companyId" = $1 RETURNING id`,
      [companyId],
    );
    const found = async (search: string) =>
      (await listConnections(asOf(now), { ...byStatus, search })).rows.map(({ id }) => id);
    for (const search of ["9341453908745123", companyId, wanted?.id ?? "", "xero", "XERO"]) {
      expect(await found(search), search).toEqual([wanted?.id]);
    }
    // As it is typed; a few letters are the beginning of too many ids to mean one.
    for (const search of ["product/Al", wanted?.id.slice(0, 20) ?? ""]) {
      expect(await found(search), search).toEqual([wanted?.id]);
    }
    for (const search of ["934145", "934145390874512", "produ", "341453908745123", "product_Alpha", "xer"]) {
      expect(await found(search), search).toEqual([]);
    }
    for (const search of ["qbo", "QuickBooks", "quickbooks online"]) {
      expect(await found(search), search).toHaveLength(PAGE_SIZE);
    }
    await database.query(`DELETE FROM "Connection" WHERE id = $1`, [wanted?.id]);
  });
});
