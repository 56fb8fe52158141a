import { additionsScript, missingAdditions } from "./beyond-prisma";
import type { Database } from "./database";
import { Prisma } from "./generated/client";
import type { Sql } from "./sql";

/** What the database has of what this version needs. */
export interface SchemaState {
  /** Where unqualified names are looked for; null where the role may use none of the schemas named. */
  readonly schema: string | null;
  readonly role: string;
  /** How its tables came to be; undefined when it has none of ours. */
  readonly madeBy: "migrate" | "push" | undefined;
  /** A migration that began and did not end. */
  readonly unfinished: string | undefined;
  /** `table X` and `column X.y` that `prisma db push` would make. */
  readonly missing: readonly string[];
  /** What it would not make. */
  readonly additions: readonly string[];
  /** Tables that the role may not read and add to. */
  readonly forbidden: readonly string[];
}

/** Tables by name, with the columns that Prisma's client asks for. */
const expected: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(Prisma).flatMap(([name, fields]) => {
    const table = /^(.+)ScalarFieldEnum$/.exec(name)?.[1];
    return table !== undefined && table in Prisma.ModelName ? [[table, Object.values(fields as object)]] : [];
  }),
);

interface FoundTable {
  table: string;
  columns: string[];
  generated: string[];
  allowed: boolean;
}

const TABLES = `SELECT c.relname::text AS "table",
    array_agg(a.attname::text) AS columns,
    coalesce(array_agg(a.attname::text) FILTER (WHERE a.attgenerated = 's'), '{}') AS generated,
    has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT') AS allowed
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = to_regnamespace(quote_ident(current_schema()))
  GROUP BY c.oid, c.relname`;

const NAMES = `SELECT relname::text AS name FROM pg_class
    WHERE relkind = 'i' AND relnamespace = to_regnamespace(quote_ident(current_schema()))
  UNION ALL SELECT t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = to_regnamespace(quote_ident(current_schema()))`;

/** Looks into the catalog: cheap, and true whoever made the tables and however. */
export async function schemaState(sql: Sql): Promise<SchemaState> {
  const [where] = await sql.query<{ schema: string | null; role: string }>(
    "SELECT current_schema()::text AS schema, current_user::text AS role",
  );
  const found = new Map((await sql.query<FoundTable>(TABLES)).map((table) => [table.table, table]));
  const names = (await sql.query<{ name: string }>(NAMES)).map(({ name }) => name);
  const generated = [...found].flatMap(([table, has]) => has.generated.map((column) => `${table}.${column}`));
  const migrations = found.get("_prisma_migrations");
  const ours = [...expected.keys()].filter((table) => found.has(table));
  return {
    schema: where?.schema ?? null,
    role: where?.role ?? "",
    madeBy: migrations ? "migrate" : ours.length > 0 ? "push" : undefined,
    unfinished: migrations?.allowed ? await unfinishedMigration(sql) : undefined,
    missing: [...expected].flatMap(([table, columns]) => lacking(table, columns, found.get(table))),
    additions: missingAdditions(new Set([...names, ...generated])),
    forbidden: ours.filter((table) => !found.get(table)?.allowed),
  };
}

function lacking(table: string, columns: readonly string[], found: FoundTable | undefined): string[] {
  if (!found) return [`table ${table}`];
  return columns
    .filter((column) => !found.columns.includes(column))
    .map((column) => `column ${table}.${column}`);
}

async function unfinishedMigration(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ name: string }>(
    `SELECT migration_name AS name FROM "_prisma_migrations"
     WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at LIMIT 1`,
  );
  return row?.name;
}

/**
 * Makes what `prisma db push` leaves out. Two processes that begin at once do it once.
 *
 * @throws The database's own error where the role owns no tables: nothing was changed.
 */
export async function makeAdditions(database: Pick<Database, "transaction">): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('countersign additions'))");
    const { additions } = await schemaState(tx);
    if (additions.length > 0) await tx.query(additionsScript(additions));
  });
}
