import type { Sql } from "@/lib/db";
import { shownText } from "@/lib/shown-text";
import { type Interval, type Lifetime, type Segment, segmentsOf } from "./history";

/** A connection whose past is asked for. */
export interface Subject extends Lifetime {
  id: string;
  companyId: string;
  connectionType: string;
}

/** Limit for one connection and window; beyond it the oldest changes are left unread and count as unknown. */
const MAX_INTERVALS = 2_000;

/** The first interval of a window is the last that began before it: an index tells, however long the history. */
export const firstIntervalSql = (companyId: string, connectionType: string, from: string) =>
  `COALESCE((SELECT max(p."startedAt") FROM "HealthInterval" p WHERE p."companyId" = ${companyId}
     AND p."connectionType" = ${connectionType} AND p."startedAt" <= ${from}), ${from})`;

/**
 * The pasts of some connections over one window, in one query.
 *
 * @returns By connection id; every connection asked for is in it.
 */
export async function readHistory(
  sql: Sql,
  subjects: readonly Subject[],
  window: { fromMs: number; toMs: number },
): Promise<Map<string, Segment[]>> {
  const rows = await sql.query<Interval & { subject: string }>(
    `SELECT s.id AS subject, i.id, i.cause, i.owner, i.message, i."providerRef", i."startedAt", i."endedAt"
     FROM unnest($1::text[], $2::text[], $3::text[]) AS s(id, "companyId", "connectionType")
     CROSS JOIN LATERAL (
       SELECT h.id, h.cause, h.owner, h.message, h."providerRef", h."startedAt", h."endedAt" FROM "HealthInterval" h
       WHERE h."companyId" = s."companyId" AND h."connectionType" = s."connectionType" AND h."startedAt" < $5
         AND h."startedAt" >= ${firstIntervalSql(`s."companyId"`, `s."connectionType"`, "$4::timestamptz")}
       ORDER BY h."startedAt" DESC, h.id DESC LIMIT ${MAX_INTERVALS}) i
     ORDER BY s.id, i."startedAt", i.id`,
    [
      subjects.map(({ id }) => id),
      subjects.map(({ companyId }) => companyId),
      subjects.map(({ connectionType }) => connectionType),
      new Date(window.fromMs),
      new Date(window.toMs),
    ],
  );
  const intervals = new Map<string, Interval[]>(subjects.map(({ id }) => [id, []]));
  for (const row of rows)
    intervals.get(row.subject)?.push({ ...row, message: row.message && shownText(row.message) });
  return new Map(
    subjects.map((subject) => [subject.id, segmentsOf(intervals.get(subject.id) ?? [], subject, window)]),
  );
}
