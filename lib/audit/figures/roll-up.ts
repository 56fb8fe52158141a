import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import { DAY_MS } from "@/lib/time/durations";
import { settledPosition } from "../seal/settled-position";
import { SLOWNESS_MS } from "./slowness";

/** The operations that are drawn. */
const FIGURED = ["token.vend", "token.refresh"] as const;
export type Figured = (typeof FIGURED)[number];

const RANGE = 100_000;
/** What a run leaves is the next one's. */
const MAX_RANGES = 20;
const PATIENCE_MS = 2_000;
/** Longer than anything is drawn. */
const KEPT_DAYS = 100;

/**
 * Counts the audit rows that were written since the last time, each exactly once however many processes do so: a range
 * and how far it went are committed together. A row that is still being written waits for the next time.
 */
export async function rollUpFigures({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<void> {
  const settled = await settledPosition(database, PATIENCE_MS);
  if (settled === undefined) return;
  for (let ranges = 0; ranges < MAX_RANGES; ranges++) {
    const isLast = await database.transaction((tx) => countRange(tx, settled));
    if (isLast) break;
  }
  await database.query(`DELETE FROM "HourlyFigure" WHERE operation = ANY($1) AND hour < $2`, [
    FIGURED,
    new Date(clock.nowMs() - KEPT_DAYS * DAY_MS),
  ]);
}

/** @returns Whether nothing is left up to the position that is settled. */
async function countRange(tx: Sql, settled: number): Promise<boolean> {
  await tx.query(`INSERT INTO "FigureProgress" (id, position) VALUES ('log', 0) ON CONFLICT DO NOTHING`);
  const [progress] = await tx.query<{ position: number }>(
    `SELECT position::float8 AS position FROM "FigureProgress" WHERE id = 'log' FOR UPDATE`,
  );
  const from = progress?.position ?? 0;
  if (from >= settled) return true;
  const to = Math.min(settled, from + RANGE);
  await tx.query(
    `INSERT INTO "HourlyFigure" AS f (operation, hour, "connectionType", outcome, slowness, count)
     SELECT a.operation, date_trunc('hour', a."timestamp", 'UTC'), a."connectionType", a.outcome,
       width_bucket(COALESCE(a."responseTime", 0)::float8 - 0.5, $3::float8[]), count(*)
     FROM "AuditLog" a WHERE a."position" > $1 AND a."position" <= $2 AND a.operation = ANY($4)
     GROUP BY 1, 2, 3, 4, 5
     ON CONFLICT (operation, hour, "connectionType", outcome, slowness) DO UPDATE SET count = f.count + excluded.count`,
    [from, to, SLOWNESS_MS, FIGURED],
  );
  await tx.query(`UPDATE "FigureProgress" SET position = $1 WHERE id = 'log'`, [to]);
  return to >= settled;
}
