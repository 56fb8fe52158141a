import { expect, test } from "vitest";
import { statementsOf } from "./statements";

const file = (path: string, text: string) => ({ path, text });
const textsIn = (...files: { path: string; text: string }[]) => statementsOf(files).map(({ text }) => text);
const only = (text: string) => textsIn(file("lib/a.ts", text));

test("statementsOf finds literals, constants and fragments of other files, however they are passed on", () => {
  const fragment = file(
    "lib/b.ts",
    "export const COLUMNS = `id, ${2 + 1}`;\nexport const of = (t: string) => `FROM ${t}`;",
  );
  const source = `import { COLUMNS, of } from "./b";
    const LIST = \`SELECT \${COLUMNS} \${of('"T"')}\`;
    export const a = (sql: Sql) => sql.query(LIST, []);
    export const b = async (sql: Sql) => (await sql.query<{ id: string }>('SELECT 1')) as unknown[];
    export const c = (query: Query) => query("SELECT 2");`;
  expect(textsIn(file("lib/a.ts", source), fragment)).toEqual([
    'SELECT id, 3 FROM "T"',
    "SELECT 1",
    "SELECT 2",
  ]);
});

test("statementsOf follows what a room's index hands on", () => {
  const files = [
    file(
      "lib/a.ts",
      'import { inList } from "./b";\nexport const a = (sql) => sql.query(`SELECT ${inList(["x", "y"])}`);',
    ),
    file("lib/b/index.ts", 'export { inList } from "./in-list";'),
    file(
      "lib/b/in-list.ts",
      'export function inList(codes) { for (const c of codes) if (!c) throw 1; return codes.join(", "); }',
    ),
  ];
  expect(textsIn(...files)).toEqual(["SELECT x, y"]);
});

test("statementsOf takes both ways of a condition, and every element of a list", () => {
  expect(
    only("export const a = (sql, up) => sql.query(`SELECT 1 ORDER BY id ${up ? 'ASC' : 'DESC'}`)").sort(),
  ).toEqual(["SELECT 1 ORDER BY id ASC", "SELECT 1 ORDER BY id DESC"]);
  const union =
    "const t = [{ n: 'A' }, { n: 'B' }]; export const a = (sql) => sql.query(t.map(({ n }) => `SELECT ${n}`).join(' UNION '))";
  expect(only(union)).toEqual(["SELECT A UNION SELECT B"]);
  const loop =
    "const t = ['A', 'B']; export function a(sql) { for (const n of t) sql.query(`SELECT ${n}`); }";
  expect(only(loop).sort()).toEqual(["SELECT A", "SELECT B"]);
  const picked = "const T = { x: 'A', y: 'B' }; export const a = (sql, key) => sql.query(`SELECT ${T[key]}`)";
  expect(only(picked).sort()).toEqual(["SELECT A", "SELECT B"]);
});

test("statementsOf gives a parameter what its callers pass, all of one call together", () => {
  const source = `function change(sql, { set, unless = "false" }) { return sql.query(\`UPDATE t SET \${set} WHERE NOT (\${unless})\`); }
    export const a = (sql) => change(sql, { set: "a = 1", unless: "a = 1" });
    export const b = (sql) => change(sql, { set: "b = 2" });`;
  expect(only(source).sort()).toEqual([
    "UPDATE t SET a = 1 WHERE NOT (a = 1)",
    "UPDATE t SET b = 2 WHERE NOT (false)",
  ]);
});

test("statementsOf numbers the places of values that are collected on the way", () => {
  const source = `export function a(sql, name) {
    const values = [1];
    const bind = (value) => \`$\${values.push(value)}\`;
    const conditions = [];
    if (name) conditions.push(\`name = \${bind(name)}\`);
    return sql.query(\`SELECT $1 WHERE \${conditions.join(" AND ")} LIMIT \${bind(2)}\`, values);
  }`;
  expect(only(source)).toEqual(["SELECT $1 WHERE name = $2 LIMIT $3"]);
});

test("statementsOf says which statement the source alone does not tell", () => {
  const [found] = statementsOf([
    file("lib/a.ts", "\nexport const a = (sql, table) => sql.query(`SELECT ${table}`)"),
  ]);
  expect(found).toMatchObject({ path: "lib/a.ts", line: 2, isOpen: true });
});
