import { exportRecorder, type RecordExport } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { BYTE_ORDER_MARK, csv } from "@/lib/text/csv";
import { MINUTE_MS } from "@/lib/time/durations";
import { utcDay } from "@/lib/time/utc-day";
import { utcMinute } from "@/lib/time/utc-minute";
import { providerOf } from "@/lib/token";
import { causeWords } from "../../verdict/cause-words";
import { ownerWords } from "../../verdict/owner-words";
import { pastStatusWords } from "../../verdict/status-words";
import { errorOwners } from "../interruptions";
import { type MonthLine, monthBatches } from "./month-batches";
import { type Month, requireMonth } from "./month-end";

interface ExportDeps {
  database: Database;
  clock: Clock;
}

/** A file that is made while it is read. */
export interface MonthEndExport {
  fileName: string;
  body: AsyncGenerator<string>;
}

type Cells = (string | number | null)[];

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
  const month = requireMonth(monthName, deps.clock.nowMs());
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
    await stillAllowed();
    for await (const batch of monthBatches(database, month)) {
      if (batch.length > 0) yield csv(batch.map((line) => cellsOf(line, month)));
      rows += batch.length;
      await stillAllowed();
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

function cellsOf(row: MonthLine, month: Month): Cells {
  const { statusAtEnd, daysConnected, daysInterrupted, blame, first } = row;
  const { displayName: providerName, consentedBy } = providerOf(row.connectionType);
  const context = { providerName, consentedBy };
  return [
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
  ];
}
