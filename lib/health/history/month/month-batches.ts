import { joinCompany } from "@/lib/companies/views";
import type { Sql } from "@/lib/db";
import { SERVED } from "@/lib/token/views";
import type { Segment } from "../history";
import { readHistory, type Subject } from "../read-history";
import { type Month, type MonthSummary, monthSummaryOf } from "./month-end";

const BATCH = 100;

/** A connection that existed in a month, and what the month was for it. */
export interface MonthLine extends Subject, MonthSummary {
  companyName: string;
  tenantName: string;
  /** The whole month, without gaps. */
  segments: Segment[];
}

interface MonthRow extends Subject {
  companyName: string;
  tenantName: string;
  sortKey: string;
}

/** Connections that were connected within a month, by company, a batch at a time. */
export async function* monthBatches(sql: Sql, month: Month): AsyncGenerator<MonthLine[]> {
  for (let after: MonthRow | undefined; ; ) {
    const batch: MonthRow[] = await nextBatch(sql, after);
    const pasts = await readHistory(sql, batch, month);
    yield batch.flatMap((row) => {
      const segments = pasts.get(row.id) ?? [];
      const summary = monthSummaryOf(segments, month);
      return summary.daysConnected === 0 ? [] : [{ ...row, ...summary, segments }];
    });
    after = batch.at(-1);
    if (batch.length < BATCH) return;
  }
}

/** All there are: a company may have taken over the connection of one that was there before it. */
function nextBatch(sql: Sql, after: MonthRow | undefined): Promise<MonthRow[]> {
  const key = `lower(o.name) COLLATE "C"`;
  return sql.query<MonthRow>(
    `SELECT c.id, c."companyId", c."connectionType", c."tenantName", c."connectedAt", c."disconnectedAt",
       g."refreshExpiresAt", g."hardExpiresAt", o.name AS "companyName", ${key} AS "sortKey"
     FROM ${SERVED} ${joinCompany('c."companyId"')}
     WHERE $1::text IS NULL OR (${key}, c.id) > ($1, $2)
     ORDER BY ${key}, c.id LIMIT ${BATCH}`,
    [after?.sortKey ?? null, after?.id ?? null],
  );
}
