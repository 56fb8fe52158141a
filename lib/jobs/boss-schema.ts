import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";

const SCHEMA = "pgboss";

/** The version of its tables that the installed pg-boss works with. */
export const bossVersion = Number(
  /version\(version\) VALUES \('(\d+)'\)/.exec(getConstructionPlans(SCHEMA))?.[1],
);

/** The version of pg-boss's tables in the database: 0 without any, undefined where the role may not look. */
async function installedVersion(sql: Sql): Promise<number | undefined> {
  const [found] = await sql.query<{ allowed: boolean }>(
    `SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS allowed
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'version'`,
    [SCHEMA],
  );
  if (!found) return 0;
  if (!found.allowed) return undefined;
  const [row] = await sql.query<{ version: number }>(`SELECT version FROM ${SCHEMA}.version`);
  return row?.version ?? 0;
}

/**
 * @throws {CountersignError} `misconfigured`: the role may not work with pg-boss's tables, which are there. Its name
 *   and the first such table are told.
 */
export async function requireBossRights(sql: Sql): Promise<void> {
  const [refused] = await sql.query<{ table: string; role: string }>(
    `SELECT c.relname::text AS table, current_user::text AS role
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'queue\\_stats%' AND NOT (
       has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
       AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')
       AND has_table_privilege(c.oid, 'DELETE'))
     ORDER BY 1 LIMIT 1`,
    [SCHEMA],
  );
  if (!refused) return;
  const what = `The role "${refused.role}" may not work with ${SCHEMA}.${refused.table}`;
  throw new CountersignError(
    "misconfigured",
    `${what}. Give it the rights that docs/audit-format.md lists.`,
    {
      field: "DATABASE_URL",
    },
  );
}

/** Whether pg-boss's tables are missing or older than the installed pg-boss wants them. */
export async function bossIsBehind(sql: Sql): Promise<boolean> {
  return ((await installedVersion(sql)) ?? bossVersion) < bossVersion;
}

/**
 * Makes pg-boss's tables, or brings them to the installed version: what the migrations do otherwise.
 *
 * @throws The database's own error where the role may not: nothing was changed.
 */
export async function makeBossSchema(sql: Sql): Promise<void> {
  const version = await installedVersion(sql);
  if (version === undefined || version >= bossVersion) return;
  await sql
    .query(version === 0 ? getConstructionPlans(SCHEMA) : getMigrationPlans(SCHEMA, version))
    // Another process that starts at the same moment may have made them meanwhile.
    .catch(async (error: unknown) => {
      if (await bossIsBehind(sql)) throw error;
    });
}
