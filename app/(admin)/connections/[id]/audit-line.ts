import { type AuditRow, operationWords, outcomeWords } from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";

/** One audit row as the connection's page shows it. */
export type AuditLine = Pick<
  AuditRow,
  | "id"
  | "timestamp"
  | "actorName"
  | "outcome"
  | "apiEndpoint"
  | "requestMethod"
  | "responseStatus"
  | "responseTime"
  | "errorMessage"
  | "providerRef"
> & {
  /** What was done, in words. */
  operation: string;
  outcomeWord: string;
};

export function auditLineOf(row: AuditRow): AuditLine {
  const { id, timestamp, outcome, requestMethod, responseStatus, responseTime, providerRef } = row;
  const actorName = shownName(row.actorName);
  const apiEndpoint = shownText(row.apiEndpoint);
  const errorMessage = row.errorMessage && shownText(row.errorMessage);
  const what = { id, timestamp, actorName, outcome, apiEndpoint, requestMethod };
  const answer = { responseStatus, responseTime, errorMessage, providerRef };
  return { ...what, ...answer, operation: operationWords(row.operation), outcomeWord: outcomeWords[outcome] };
}
