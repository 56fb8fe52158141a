import { joinCompany } from "@/lib/companies/views";
import { joinLink } from "@/lib/links/views";
import { joinPerson, joinWhom } from "@/lib/people/views";
/** One audit row as people see it. */
export interface AuditRow {
  id: string;
  timestamp: Date;
  userId: string;
  actorKind: "user" | "system" | "service" | "apiKey" | "link" | "visitor";
  /** The key of the HTTP API that was shown; null for every other actor. */
  apiKeyId: string | null;
  /** The user's name, or the part of the system that acted. */
  actorName: string;
  /** The name of the person whom a change concerns; null where it concerns none, or one who is deleted. */
  subjectName: string | null;
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
export const AUDIT_ROW_COLUMNS = `a.id, a."timestamp", a."userId", a."actorKind", COALESCE(u.name, link.called, a."userId") AS "actorName",
  whom.name AS "subjectName",
  a."companyId", o.name AS "companyName", a."connectionType", a.operation, a.outcome, a."apiEndpoint", a."requestMethod",
  a."responseStatus", a."responseTime", a."ipAddress", a."userAgent", a."errorMessage", a."providerRef", a."requestId",
  a.generation, a."apiKeyId"`;

/** `/users/{id}/…`: whom such a row concerns. */
const WHOM = `CASE WHEN a.operation IN ('user.create', 'user.change', 'session.end', 'second_factor.change')
  THEN split_part(a."apiEndpoint", '/', 3) END`;

export const AUDIT_ROW_NAMES = `${joinPerson('a."userId"')} ${joinLink('a."userId"')} LEFT ${joinCompany('a."companyId"')} ${joinWhom(WHOM)}`;
