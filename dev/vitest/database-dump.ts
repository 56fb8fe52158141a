import type { Database } from "@/lib/db";

/** Every row of every table as text, by schema and table; bytes as hexadecimal digits. */
export async function dumpOf(database: Database): Promise<Map<string, string>> {
  const tables = await database.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await database.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    dump.set(name, rows.map(({ line }) => line).join("\n"));
  }
  return dump;
}
