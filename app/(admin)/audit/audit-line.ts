import { type AuditRow, operationWords, outcomeWords } from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";

/** One row as the log's table shows it. */
export interface AuditLine {
  id: string;
  href: string;
  /** The page of the whole request, where the row has one. */
  requestHref: string | undefined;
  /** "09:14:05", in UTC. */
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

/** The rows of one day in UTC, in the log's order. */
export interface AuditDay {
  /** "2026-03-03". */
  date: string;
  /** "Tuesday 3 March 2026". */
  name: string;
  lines: AuditLine[];
}

const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});

export function auditDaysOf(rows: readonly AuditRow[], hrefOf: (row: AuditRow) => string): AuditDay[] {
  const days: AuditDay[] = [];
  for (const row of rows) {
    const line = auditLineOf(row, hrefOf(row));
    const date = line.iso.slice(0, 10);
    const day = days.at(-1);
    if (day?.date === date) day.lines.push(line);
    else days.push({ date, name: DAY.format(row.timestamp).replace(",", ""), lines: [line] });
  }
  return days;
}

function auditLineOf(row: AuditRow, href: string): AuditLine {
  const iso = row.timestamp.toISOString();
  return {
    id: row.id,
    href,
    requestHref: row.requestId ? requestHref(row.requestId) : undefined,
    clock: iso.slice(11, 19),
    iso,
    actorKind: row.actorKind,
    actorName: shownName(row.actorName),
    operation: operationWords(row.operation),
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
