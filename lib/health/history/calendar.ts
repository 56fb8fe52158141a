import { joinCompany } from "@/lib/companies/views";
import type { ReadDeps } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import { dayStart } from "@/lib/time/day-start";
import { DAY_MS } from "@/lib/time/durations";
import { type Deadline, providerOf, SAME_END_SECONDS } from "@/lib/token";
import { SERVED } from "@/lib/token/views";
import { statusRankSql } from "../verdict/status-sql";
import { statusNames } from "../verdict/verdict";

export const calendarSpans = [30, 90] as const;
export type CalendarSpan = (typeof calendarSpans)[number];

/** Every grant in care is refreshed once a day; one that was not for this long is not being renewed. */
export const RENEWED_WITHIN_DAYS = 2;
const SHOWN_A_DAY = 20;

/** A connection that ends on a day if nobody acts. */
interface CalendarEntry extends Deadline {
  connectionId: string;
  companyId: string;
  connectionType: string;
  companyName: string;
  providerName: string;
  tenantName: string;
  /** When its token set was last renewed. */
  renewedAt: Date;
}

export interface CalendarDay {
  startMs: number;
  /** All that end on this day; `entries` holds the first of them. */
  count: number;
  entries: CalendarEntry[];
}

export interface Calendar {
  days: CalendarDay[];
  /** How many connections end within the span if nobody acts. */
  total: number;
  /** Live connections left out because each renewal moves their end on: nothing has to be done for them. */
  renewed: number;
}

interface EntryRow {
  connectionId: string;
  companyId: string;
  companyName: string;
  connectionType: string;
  tenantName: string;
  renewedAt: Date;
  at: Date;
  kind: Deadline["kind"];
  count: number;
}

/**
 * A live connection's end if nobody acts: its final date, and the rolling one unless it is being renewed, for then it
 * never comes nearer. $1 is now, $2 the end of the span, $3 the latest renewal that counts as neglect.
 */
const ENDING = `SELECT c.id AS "connectionId", c."companyId", o.name AS "companyName", c."connectionType", c."tenantName",
    g."issuedAt" AS "renewedAt", e.at, e.kind
  FROM ${SERVED} ${joinCompany('c."companyId"')}
  LEFT JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
  CROSS JOIN LATERAL (SELECT
    LEAST(CASE WHEN g."issuedAt" <= $3 THEN g."refreshExpiresAt" END, g."hardExpiresAt") AS at,
    CASE WHEN g."issuedAt" > $3 OR g."hardExpiresAt" <= g."refreshExpiresAt" + interval '${SAME_END_SECONDS} seconds' THEN 'hard' ELSE 'rolling' END AS kind) e
  WHERE ${statusRankSql("$1")} NOT IN (${statusNames.indexOf("disconnected")}, ${statusNames.indexOf("needs_reconnecting")})`;

function spanValues(days: CalendarSpan, nowMs: number): Date[] {
  return [nowMs, nowMs + days * DAY_MS, nowMs - RENEWED_WITHIN_DAYS * DAY_MS].map((ms) => new Date(ms));
}

/** The days of a span on which connections end unless somebody acts, the nearest first. */
export async function reconnectCalendar(
  { database, clock }: ReadDeps,
  days: CalendarSpan,
): Promise<Calendar> {
  const values = spanValues(days, clock.nowMs());
  const [rows, [counted]] = await Promise.all([
    database.query<EntryRow>(
      `SELECT * FROM (
         SELECT ending.*, count(*) OVER day AS count, row_number() OVER (day ORDER BY at, "companyName", "connectionId") AS n
         FROM (${ENDING}) ending WHERE at <= $2 WINDOW day AS (PARTITION BY date_trunc('day', at, 'UTC'))) t
       WHERE n <= ${SHOWN_A_DAY} ORDER BY at, n`,
      values,
    ),
    database.query<{ total: number; renewed: number }>(
      `SELECT count(*) FILTER (WHERE at <= $2)::int AS total,
         count(*) FILTER (WHERE "renewedAt" > $3 AND (at IS NULL OR at > $2))::int AS renewed
       FROM (${ENDING}) ending`,
      values,
    ),
  ]);
  return { days: grouped(rows), total: counted?.total ?? 0, renewed: counted?.renewed ?? 0 };
}

/** How many connections end within a span if nobody acts. */
export async function countEnding({ database, clock }: ReadDeps, days: CalendarSpan): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${ENDING}) ending WHERE at <= $2`,
    spanValues(days, clock.nowMs()),
  );
  return row?.count ?? 0;
}

function grouped(rows: readonly EntryRow[]): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (const {
    connectionId,
    companyId,
    companyName,
    connectionType,
    tenantName,
    renewedAt,
    at,
    kind,
    count,
  } of rows) {
    const startMs = dayStart(at.getTime());
    const providerName = providerOf(connectionType).displayName;
    const names = { companyName: shownName(companyName), tenantName: shownName(tenantName) };
    const entry = { connectionId, companyId, connectionType, ...names, providerName, renewedAt, at, kind };
    const last = days.at(-1);
    if (last?.startMs === startMs) last.entries.push(entry);
    else days.push({ startMs, count: Number(count), entries: [entry] });
  }
  return days;
}
