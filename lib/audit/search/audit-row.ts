import { joinCompany } from "@/lib/companies/views";
import { joinPerson } from "@/lib/people/views";
/** One audit row as people see it. */
export interface AuditRow {
  id: string;
  timestamp: Date;
  userId: string;
  actorKind: "user" | "system" | "service" | "apiKey";
  /** The key of the HTTP API that was shown; null for every other actor. */
  apiKeyId: string | null;
  /** The user's name, or the part of the system that acted. */
  actorName: string;
  /** Empty where no company is concerned. */
  companyId: string;
  companyName: string | null;
  /** The provider; empty where none is concerned. */
  connectionType: string;
  operation: string;
  outcome: "success" | "failure" | "refused";
  apiEndpoint: string;
  requestMethod: string;
  responseStatus: number;
  /** Milliseconds. */
  responseTime: number | null;
  ipAddress: string;
  userAgent: string;
  errorMessage: string | null;
  providerRef: string | null;
  requestId: string | null;
  generation: number | null;
}

/** The columns of `"AuditLog" a` with the joins of {@link AUDIT_ROW_NAMES}. */
export const AUDIT_ROW_COLUMNS = `a.id, a."timestamp", a."userId", a."actorKind", COALESCE(u.name, a."userId") AS "actorName",
  a."companyId", o.name AS "companyName", a."connectionType", a.operation, a.outcome, a."apiEndpoint", a."requestMethod",
  a."responseStatus", a."responseTime", a."ipAddress", a."userAgent", a."errorMessage", a."providerRef", a."requestId",
  a.generation, a."apiKeyId"`;

export const AUDIT_ROW_NAMES = `${joinPerson('a."userId"')} LEFT ${joinCompany('a."companyId"')}`;
