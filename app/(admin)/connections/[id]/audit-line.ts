import { type AuditRow, operationWords } from "@/lib/audit";

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
  deed: string;
};

export function auditLineOf(row: AuditRow): AuditLine {
  const { id, timestamp, actorName, outcome, apiEndpoint, requestMethod } = row;
  const { responseStatus, responseTime, errorMessage, providerRef } = row;
  const what = { id, timestamp, actorName, outcome, apiEndpoint, requestMethod };
  const answer = { responseStatus, responseTime, errorMessage, providerRef };
  return { ...what, ...answer, deed: operationWords(row.operation) };
}
