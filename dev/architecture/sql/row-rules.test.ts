import { expect, test } from "vitest";
import { columnsOf, handTypedViolations, looseRowViolations, starViolations } from "./row-rules";
import { statementsOf } from "./statements";

const file = (text: string) => ({ path: "lib/a.ts", text });

test.each([
  [`SELECT * FROM "Grant" WHERE id = $1`, 1],
  [`UPDATE "Grant" SET state = $1 RETURNING *`, 1],
  [`SELECT g.*, 1 AS one FROM "Connection" c JOIN "Grant" g ON true`, 1],
  [`SELECT s.* FROM (SELECT g.id FROM "Grant" g) s`, 0],
  [`SELECT count(*) FROM "Grant"`, 0],
  ["SELECT * FROM unnest($1::text[])", 0],
])("starViolations looks at %s", (text, violations) => {
  expect(starViolations([{ path: "lib/a.ts", line: 1, text, isOpen: false }])).toHaveLength(violations);
});

test.each([
  ["sql.query<Row & Record<string, unknown>>(TEXT)", 1],
  ["interface Row extends Record<string, unknown> {}", 1],
  ["sql.query<Row & { [column: string]: unknown }>(TEXT)", 1],
  ["function warn(fields: Record<string, unknown>): void;", 0],
])("looseRowViolations looks at %s", (text, violations) => {
  expect(looseRowViolations([file(text)])).toHaveLength(violations);
});

const columns = columnsOf(
  `model Grant {\n  /// Its id.\n  id String @id\n  state String\n\n  @@index([state])\n}\n`,
);

test("columnsOf reads a model's columns", () => {
  expect([...(columns.get("Grant") ?? [])]).toEqual(["id", "state"]);
});

test.each([
  [`sql.query<{ state: string }>('SELECT state FROM "Grant"')`, 1],
  [`sql.query<Row & { state: string }>('SELECT state FROM "Grant"')`, 1],
  [`sql.query<{ state: State }>('SELECT state FROM "Grant"')`, 0],
  [`sql.query<{ state: string }>('SELECT max(name) AS state FROM "Grant"')`, 0],
  [`sql.query<Pick<Grant, "state">>('SELECT state FROM "Grant"')`, 0],
])("handTypedViolations looks at %s", (text, violations) => {
  const source = file(text);
  expect(handTypedViolations([source], statementsOf([source]), columns)).toHaveLength(violations);
});
