import { newId } from "@/lib/db/new-id";
import type { Sql } from "@/lib/db/sql";
import { requestContext } from "./context";

/** What was done. Closed, so that a filter can offer every one. */
export type AuditOperation =
  | "token.vend"
  | "token.refresh"
  | "token.client"
  | "connection.authorize"
  | "connection.connect"
  | "connection.reconnect"
  | "connection.refuse"
  | "connection.check"
  | "connection.disconnect"
  | "health.change"
  | "company.create"
  | "session.sign_in"
  | "session.sign_out"
  | "access.refuse"
  | "user.create"
  | "user.change";

export interface AuditEntry {
  operation: AuditOperation;
  outcome: "success" | "failure" | "refused";
  /** A user's id, or the name of the part of the system that acted. */
  userId: string;
  actorKind: "user" | "system" | "service";
  /** Empty where no company is concerned. */
  companyId: string;
  /** Empty where no provider is concerned. */
  connectionType: string;
  /** The provider's endpoint or the verb's own path; never with a query value. */
  apiEndpoint: string;
  requestMethod: string;
  responseStatus: number;
  errorMessage?: string | undefined;
  responseTimeMs?: number | undefined;
  /** intuit_tid or xero-correlation-id. */
  providerRef?: string | undefined;
  generation?: number | undefined;
  atMs: number;
}

const INSERT = `INSERT INTO "AuditLog"
  (id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod", "responseStatus", "ipAddress",
   "userAgent", "errorMessage", "responseTime", "timestamp", operation, "actorKind", outcome, "requestId",
   "providerRef", generation)
  VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)`;

/**
 * Writes one audit row with the caller's connection or transaction, so that a change and its row commit together.
 *
 * @returns The row's id.
 */
export async function recordAudit(sql: Sql, entry: AuditEntry): Promise<string> {
  const context = requestContext();
  const id = newId(entry.atMs);
  await sql.query(INSERT, [
    id,
    entry.userId,
    entry.companyId,
    entry.apiEndpoint,
    entry.connectionType,
    entry.requestMethod,
    entry.responseStatus,
    oneLine(context.ipAddress),
    oneLine(context.userAgent),
    entry.errorMessage === undefined ? null : oneLine(entry.errorMessage),
    entry.responseTimeMs === undefined ? null : Math.round(entry.responseTimeMs),
    new Date(entry.atMs),
    entry.operation,
    entry.actorKind,
    entry.outcome,
    context.requestId || null,
    entry.providerRef ?? null,
    entry.generation ?? null,
  ]);
  return id;
}

const MAX_TEXT = 1_000;

/** Control characters would let a sender forge lines in a log or a file made from it. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").slice(0, MAX_TEXT);
}
