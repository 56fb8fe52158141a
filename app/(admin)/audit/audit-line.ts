import { formatClock, formatIsoDay, formatLongDay, UTC, zoneOffset } from "@/components/ui/time-format";
import { type AuditRow, outcomeWords } from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";
import { whatWords } from "./what-words";

/** One row as the log's table shows it. */
export interface AuditLine {
  id: string;
  href: string;
  /** The page of the whole request, where the row has one. */
  requestHref: string | undefined;
  /** "09:14:05", in the zone that its day names. */
  clock: string;
  iso: string;
  actorKind: AuditRow["actorKind"];
  actorName: string;
  operation: string;
  call: string;
  companyName: string;
  providerName: string;
  outcome: AuditRow["outcome"];
  outcomeWord: string;
  /** 0 where no server answered. */
  status: number;
  errorMessage: string | null;
  responseTime: number | null;
}

/** The rows of one day, in the log's order; of each part of a day whose clock was put back or forth. */
export interface AuditDay {
  /** "2026-03-03". */
  date: string;
  /** "Tuesday 3 March 2026", and the offset from UTC where there is one: ", GMT+13". */
  name: string;
  lines: AuditLine[];
}

export function auditDaysOf(
  rows: readonly AuditRow[],
  timeZone: string,
  hrefOf: (row: AuditRow) => string,
): AuditDay[] {
  const days: AuditDay[] = [];
  for (const row of rows) {
    const line = auditLineOf(row, timeZone, hrefOf(row));
    const name = dayName(row.timestamp, timeZone);
    const day = days.at(-1);
    if (day?.name === name) day.lines.push(line);
    else days.push({ date: formatIsoDay(row.timestamp, timeZone), name, lines: [line] });
  }
  return days;
}

/** Where clocks are put back an hour comes twice: the offset tells which it is. */
function dayName(at: Date, timeZone: string): string {
  const day = formatLongDay(at, timeZone);
  return timeZone === UTC ? day : `${day}, ${zoneOffset(at, timeZone)}`;
}

function auditLineOf(row: AuditRow, timeZone: string, href: string): AuditLine {
  const iso = row.timestamp.toISOString();
  return {
    id: row.id,
    href,
    requestHref: row.requestId ? requestHref(row.requestId) : undefined,
    clock: formatClock(row.timestamp, timeZone),
    iso,
    actorKind: row.actorKind,
    actorName: shownName(row.actorName),
    operation: whatWords(row),
    call: shownText(`${row.requestMethod} ${row.apiEndpoint}`),
    companyName: row.companyId && shownName(row.companyName ?? row.companyId),
    providerName: row.connectionType && providerOf(row.connectionType).displayName,
    outcome: row.outcome,
    outcomeWord: outcomeWords[row.outcome],
    status: row.responseStatus,
    errorMessage: row.errorMessage && shownText(row.errorMessage),
    responseTime: row.responseTime,
  };
}

export function requestHref(requestId: string): string {
  return `/audit/requests/${encodeURIComponent(requestId)}`;
}
