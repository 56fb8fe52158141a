import type { Database } from "@/lib/db";

/** Every row of every table as text, by table; bytes as hexadecimal digits. */
export async function dumpOf(database: Database): Promise<Map<string, string>> {
  const tables = await database.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await database.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    dump.set(name, rows.map(({ line }) => line).join("\n"));
  }
  return dump;
}
