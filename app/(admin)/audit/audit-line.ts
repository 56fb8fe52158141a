import { type AuditRow, operationWords, outcomeWords } from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";

/** One row as the log's table shows it. */
export interface AuditLine {
  id: string;
  href: string;
  /** "3 Mar 2026" and "09:14:05", in UTC. */
  day: string;
  clock: string;
  iso: string;
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

const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
});

export function auditLineOf(row: AuditRow, href: string): AuditLine {
  const iso = row.timestamp.toISOString();
  return {
    id: row.id,
    href,
    day: DAY.format(row.timestamp),
    clock: iso.slice(11, 19),
    iso,
    actorName: shownName(row.actorName),
    operation: operationWords(row.operation),
    call: shownText(`${row.requestMethod} ${row.apiEndpoint}`),
    companyName: row.companyId && shownName(row.companyName ?? row.companyId),
    providerName: providerOf(row.connectionType).displayName,
    outcome: row.outcome,
    outcomeWord: outcomeWords[row.outcome],
    status: row.responseStatus,
    errorMessage: row.errorMessage && shownText(row.errorMessage),
    responseTime: row.responseTime,
  };
}
