import { exportRecorder, type RecordExport } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { joinCompany } from "@/lib/companies/views";
import type { Database, Sql } from "@/lib/db";
import { CountersignError, isCode } from "@/lib/errors";
import { BYTE_ORDER_MARK, csv } from "@/lib/text/csv";
import { MINUTE_MS } from "@/lib/time/durations";
import { utcDay } from "@/lib/time/utc-day";
import { utcMinute } from "@/lib/time/utc-minute";
import { providerOf } from "@/lib/token";
import { SERVED } from "@/lib/token/views";
import { causeWords } from "../verdict/cause-words";
import { ownerWords } from "../verdict/owner-words";
import { pastStatusWords } from "../verdict/status-words";
import type { Segment } from "./history";
import { errorOwners } from "./interruptions";
import { type Month, monthOf, monthSummaryOf } from "./month-end";
import { readHistory, type Subject } from "./read-history";

interface ExportDeps {
  database: Database;
  clock: Clock;
}

/** A file that is made while it is read. */
export interface MonthEndExport {
  fileName: string;
  body: AsyncGenerator<string>;
}

type Line = (string | number | null)[];

const BATCH = 200;

/** What people read, then what programs and support ask for. */
const COLUMNS = [
  "Company",
  "Provider",
  "Organisation",
  "Month",
  "Counted until (UTC)",
  "Status at the end",
  "Days connected",
  "Days interrupted",
  ...errorOwners.flatMap((owner) => [
    `Interruptions by ${ownerWords[owner]}`,
    `Minutes by ${ownerWords[owner]}`,
  ]),
  "First interruption (UTC)",
  "Its cause",
  "Its reference at the provider",
  "Company id",
  "Connection id",
  "Counted until (ISO 8601)",
  "First interruption (ISO 8601)",
];

/**
 * Begins a file of one line a connection for a month's books. Its beginning and its end are audited.
 *
 * @param stillAllowed Asked before each batch; throws once the reader has lost the right, and the file ends there.
 * @throws {CountersignError} `invalid_input` for what is no month of the past or present.
 */
export async function exportMonthEnd(
  deps: ExportDeps,
  monthName: string,
  stillAllowed: () => Promise<void>,
): Promise<MonthEndExport> {
  const month = monthOf(monthName, deps.clock.nowMs());
  if (!month) {
    const message = "The month is written as 2026-03, and has begun.";
    throw new CountersignError("invalid_input", message, { field: "month" });
  }
  const record = exportRecorder(deps, {
    operation: "health.export",
    path: `/health/month-end/${month.name}`,
  });
  await record("success", "Began.");
  const until = month.running ? `-until-${utcDay(month.toMs)}` : "";
  return {
    fileName: `health-${month.name}${until}.csv`,
    body: write(deps.database, month, stillAllowed, record),
  };
}

interface MonthRow extends Subject {
  companyName: string;
  tenantName: string;
  sortKey: string;
}

async function* write(
  database: Database,
  month: Month,
  stillAllowed: () => Promise<void>,
  record: RecordExport,
): AsyncGenerator<string> {
  let rows = 0;
  let ended: [outcome: "success" | "failure", words: string] = ["failure", "The reader went away"];
  try {
    yield BYTE_ORDER_MARK + csv([COLUMNS]);
    for (let after: MonthRow | undefined; ; ) {
      await stillAllowed();
      const batch: MonthRow[] = await nextBatch(database, month, after);
      const pasts = await readHistory(database, batch, month);
      const lines = batch.flatMap((row) => lineOf(row, pasts.get(row.id) ?? [], month));
      if (lines.length > 0) yield csv(lines);
      rows += lines.length;
      after = batch.at(-1);
      if (batch.length < BATCH) break;
    }
    ended = ["success", "Ended"];
  } catch (error) {
    const lost = isCode(error, "not_signed_in", "not_allowed");
    const why = error instanceof Error ? error.message : "unknown";
    ended = ["failure", lost ? "The reader lost the right to it" : why];
    throw error;
  } finally {
    await record(ended[0], `${ended[1]}: ${rows} rows.`);
  }
}

/** Connections that had begun by the month's end, by company. */
function nextBatch(sql: Sql, { toMs }: Month, after: MonthRow | undefined): Promise<MonthRow[]> {
  const key = `lower(o.name) COLLATE "C"`;
  return sql.query<MonthRow>(
    `SELECT c.id, c."companyId", c."connectionType", c."tenantName", c."connectedAt", c."disconnectedAt",
       g."refreshExpiresAt", g."hardExpiresAt", o.name AS "companyName", ${key} AS "sortKey"
     FROM ${SERVED} ${joinCompany('c."companyId"')}
     WHERE o."createdAt" < $1 AND ($2::text IS NULL OR (${key}, c.id) > ($2, $3))
     ORDER BY ${key}, c.id LIMIT ${BATCH}`,
    [new Date(toMs), after?.sortKey ?? null, after?.id ?? null],
  );
}

/** @returns Nothing for a connection that did not exist in the month. */
function lineOf(row: MonthRow, segments: Segment[], month: Month): [Line] | [] {
  const { statusAtEnd, daysConnected, daysInterrupted, blame, first } = monthSummaryOf(segments, month);
  if (daysConnected === 0) return [];
  const { displayName: providerName, consentedBy } = providerOf(row.connectionType);
  const context = { providerName, consentedBy };
  return [
    [
      row.companyName,
      providerName,
      row.tenantName,
      month.name,
      utcMinute(month.toMs),
      pastStatusWords[statusAtEnd],
      daysConnected,
      daysInterrupted,
      ...errorOwners.flatMap((owner) => [blame[owner].count, Math.round(blame[owner].ms / MINUTE_MS)]),
      first && utcMinute(first.fromMs),
      first?.first.cause
        ? causeWords(first.first.cause, { ...context, message: first.first.message }).title
        : null,
      first?.first.providerRef ?? null,
      row.companyId,
      row.id,
      new Date(month.toMs).toISOString(),
      first && new Date(first.fromMs).toISOString(),
    ],
  ];
}
