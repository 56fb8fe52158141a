import { expect, test } from "vitest";
import { ownerlessTables, tableViolations } from "./tables";

const one = (path: string, text: string) => tableViolations([{ path, text }]);

test.each([
  ["lib/health/observe/check.ts", 'sql.query(`SELECT 1 FROM "Grant" g`)'],
  ["lib/token/vend/vend.ts", 'const JOIN = `JOIN ${a} ON true JOIN "User" u ON true`'],
  ["lib/metrics/stored-facts.ts", `sql.query('SELECT 1 FROM "ProviderIncident"')`],
])("tableViolations refuses in %s: %s", (path, text) => {
  expect(one(path, text)).toEqual([
    expect.stringMatching(new RegExp(`^${path}:1: names ".+", which is lib/`)),
  ]);
});

test.each([
  ["lib/token/vend/vend.ts", 'sql.query(`SELECT 1 FROM "Grant" g`)'],
  ["lib/db/beyond-prisma.ts", 'index(`"Grant"("state")`)'],
  ["lib/health/observe/check.ts", '/** Expects g = "Grant". */\nconst words = "Grant";'],
  ["lib/health/observe/check.db.test.ts", 'sql.query(`SELECT 1 FROM "Grant" g`)'],
])("tableViolations allows in %s: %s", (path, text) => {
  expect(one(path, text)).toEqual([]);
});

test("ownerlessTables names a table that nobody owns, and one that is gone", () => {
  const violations = ownerlessTables(["Company", "Chain"]);
  expect(violations).toContain("Chain: no room owns it");
  expect(violations).toContain("Grant: is not in the schema");
  expect(violations).not.toContain("Company: is not in the schema");
});
