import type { AuditRow } from "@/lib/audit";

const DEEDS: Readonly<Record<string, string>> = {
  "token.vend": "Token request",
  "token.refresh": "Token refresh",
  "token.client": "Client request",
  "api.call": "API call",
  "connection.authorize": "Sent to the consent page",
  "connection.connect": "Connect",
  "connection.reconnect": "Reconnect",
  "connection.move": "Move to another organisation",
  "connection.adopt": "Taken over from another system",
  "connection.import": "Imported",
  "connection.refuse": "Consent refused",
  "connection.check": "Check",
  "connection.disconnect": "Disconnect",
  "connection.revoke": "Provider told of the disconnect",
  "health.change": "Status change",
};

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
  return { ...what, ...answer, deed: DEEDS[row.operation] ?? row.operation };
}
