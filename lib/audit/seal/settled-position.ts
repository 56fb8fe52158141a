import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "@/lib/db";

const POLL_MS = 20;

/**
 * The position up to which no row can appear any more, or undefined when a transaction that writes audit rows stays
 * open for longer than `patienceMs`.
 *
 * A transaction draws positions only while it holds a ROW EXCLUSIVE lock on the table, which it keeps to its end. So
 * once those who held it after the position was read are gone, every row up to that position is committed or never
 * will be: as `CREATE INDEX CONCURRENTLY` waits.
 *
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 */
export async function settledPosition(sql: Sql, patienceMs: number): Promise<number | undefined> {
  const [drawn] = await sql.query<{ position: number }>(
    `SELECT CASE WHEN is_called THEN last_value ELSE 0 END::float8 AS position FROM "AuditLog_position_seq"`,
  );
  const writers = await sql.query<{ id: string }>(
    `SELECT virtualtransaction AS id ${WRITERS} AND pid IS DISTINCT FROM pg_backend_pid()`,
  );
  const ids = writers.map(({ id }) => id);
  for (let waitedMs = 0; ids.length > 0; waitedMs += POLL_MS) {
    const left = await sql.query(`SELECT 1 ${WRITERS} AND virtualtransaction = ANY($1) LIMIT 1`, [ids]);
    if (left.length === 0) break;
    if (waitedMs >= patienceMs) return undefined;
    await pause(POLL_MS);
  }
  return drawn?.position ?? 0;
}

const WRITERS = `FROM pg_locks WHERE locktype = 'relation' AND relation = '"AuditLog"'::regclass
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND mode = 'RowExclusiveLock'`;
