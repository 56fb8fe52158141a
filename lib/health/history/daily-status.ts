import { joinListedCompany } from "@/lib/companies/views";
import type { ReadDeps, Sql } from "@/lib/db";
import { DAY_MS } from "@/lib/time/durations";
import { SERVED } from "@/lib/token/views";
import { type PastStatus, pastStatuses } from "./history";
import { worstRankSql } from "./on-date-sql";

/** How far back days are counted. */
const DAYS = 30;
const KEPT_DAYS = 400;
const MOMENT_MS = 1;

/** How many connections had each status when a day ended, without those of companies that were archived by then. */
export interface DailyStatus {
  /** Its midnight, UTC, epoch milliseconds. */
  dayMs: number;
  counts: Record<PastStatus, number>;
}

/** Counts every day of the last thirty that has ended and is not counted yet. Twice does no harm. */
export async function recordDailyStatuses({ database, clock }: ReadDeps): Promise<void> {
  const todayMs = midnightBefore(clock.nowMs());
  const counted = await database.query<{ dayMs: number }>(
    `SELECT DISTINCT (extract(epoch FROM day) * 1000)::float8 AS "dayMs" FROM "DailyStatus" WHERE day >= $1`,
    [new Date(todayMs - DAYS * DAY_MS)],
  );
  const known = new Set(counted.map(({ dayMs }) => dayMs));
  for (let back = 1; back <= DAYS; back++) {
    const dayMs = todayMs - back * DAY_MS;
    if (!known.has(dayMs)) await recordDay(database, dayMs);
  }
  await database.query(`DELETE FROM "DailyStatus" WHERE day < $1`, [new Date(todayMs - KEPT_DAYS * DAY_MS)]);
}

async function recordDay(sql: Sql, dayMs: number): Promise<void> {
  const endMs = dayMs + DAY_MS;
  await sql.query(
    `WITH past AS MATERIALIZED (SELECT ${worstRankSql("$1::timestamptz", "$2::timestamptz")} AS rank
       FROM ${SERVED} ${joinListedCompany('c."companyId"')})
     INSERT INTO "DailyStatus" (day, status, connections)
     SELECT $3, status.name, (SELECT count(*) FROM past WHERE past.rank = status.at - 1)
     FROM unnest($4::text[]) WITH ORDINALITY AS status(name, at)
     ON CONFLICT DO NOTHING`,
    [new Date(endMs - MOMENT_MS), new Date(endMs), new Date(dayMs), pastStatuses],
  );
}

/** The last days that have ended and are counted, oldest first. A day that is not counted is left out. */
export async function readDailyStatuses({ database, clock }: ReadDeps, last: number): Promise<DailyStatus[]> {
  const rows = await database.query<{ dayMs: number; counts: Record<PastStatus, number> }>(
    `SELECT (extract(epoch FROM day) * 1000)::float8 AS "dayMs", json_object_agg(status, connections) AS counts
     FROM "DailyStatus" WHERE day >= $1 GROUP BY day ORDER BY day`,
    [new Date(midnightBefore(clock.nowMs()) - last * DAY_MS)],
  );
  return rows;
}

function midnightBefore(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}
