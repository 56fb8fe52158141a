import { DAY_MS, HOUR_MS } from "@/lib/time/durations";
import type { AuditOperation } from "../record/audit-columns";

/** Every operation as what was tried: the outcome beside it says how it ended. The compiler keeps it whole. */
const OPERATION_WORDS: Record<AuditOperation, string> = {
  "token.vend": "Token request",
  "token.refresh": "Token refresh",
  "token.client": "Client request",
  "api.call": "API call",
  "connection.authorize": "Sent to the consent page",
  "connection.connect": "Connect",
  "connection.reconnect": "Reconnect",
  "connection.refuse": "Consent refused",
  "connection.check": "Check",
  "connection.disconnect": "Disconnect",
  "connection.revoke": "Telling the provider of a disconnect",
  "connection.adopt": "Taking over from another system",
  "connection.import": "Import",
  "connection.move": "Move to another organisation",
  "connection.renew": "Renewal by another company's consent",
  "connection.rename": "New name of an organisation",
  "health.change": "Status change",
  "incident.open": "Outage of a provider",
  "incident.end": "End of a provider's outage",
  "health.export": "Month-end export of health",
  "company.create": "New company",
  "company.rename": "Company renamed",
  "company.remove": "Company removed",
  "keys.rotate": "Re-encryption",
  "session.sign_in": "Sign-in",
  "session.sign_out": "Sign-out",
  "session.end": "End of a session",
  "access.refuse": "Access refused",
  "audit.export": "Export of the audit log",
  "audit.retain": "Dropping of old audit rows",
  "user.create": "New user",
  "user.change": "Change of a user",
  "alert.raise": "New alert",
  "alert.end": "End of an alert",
  "alert.deliver": "Sending of an alert",
  "alert.test": "Test of an alert channel",
  "alert.channel_add": "New alert channel",
  "alert.channel_change": "Change of an alert channel",
  "alert.channel_remove": "Removal of an alert channel",
};

export const auditOperations = Object.keys(OPERATION_WORDS) as AuditOperation[];
/** How a operation ended, in a word. */
export const outcomeWords = { success: "Done", failure: "Failed", refused: "Refused" } as const;
export const auditOutcomes = ["success", "failure", "refused"] as const;
/** Whose operation it was: somebody who signs in here, a part of the surrounding product, or Countersign itself. */
export const actorKindNames = ["person", "service", "system"] as const;
export type ActorKindName = (typeof actorKindNames)[number];
/** Times before now that a filter can begin at; `all` is without a beginning. */
export const auditSpans = ["1h", "24h", "7d", "30d", "90d", "1y", "all"] as const;
export type AuditSpan = (typeof auditSpans)[number];
export const DEFAULT_SPAN: AuditSpan = "7d";

/** What was done, in words; an operation of a later version is its own word. */
export function operationWords(operation: string): string {
  return OPERATION_WORDS[operation as AuditOperation] ?? operation;
}

/** Which rows of the audit log are meant. All of it must hold; what is absent does not matter. */
export interface AuditFilter {
  /** Counted back from now, unless `fromMs` or `toMs` is given. */
  span: AuditSpan;
  /** Inclusive. */
  fromMs?: number | undefined;
  /** Exclusive. */
  toMs?: number | undefined;
  actor?: string | undefined;
  by?: ActorKindName | undefined;
  company?: string | undefined;
  provider?: string | undefined;
  endpoint?: string | undefined;
  method?: string | undefined;
  outcome?: (typeof auditOutcomes)[number] | undefined;
  /** A status code, or a class of them such as "5xx". */
  status?: string | undefined;
  operation?: string | undefined;
  /** The id shown to a person beside an error. */
  request?: string | undefined;
  id?: string | undefined;
}

/** The filters that compare one column with one value, in the order in which people see them. */
export const auditKeys = [
  "company",
  "actor",
  "by",
  "provider",
  "operation",
  "outcome",
  "status",
  "method",
  "endpoint",
  "request",
  "id",
] as const;
export type AuditKey = (typeof auditKeys)[number];

const SPAN_MS: Record<Exclude<AuditSpan, "all">, number> = {
  "1h": HOUR_MS,
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
  "90d": 90 * DAY_MS,
  "1y": 365 * DAY_MS,
};

/** As the log has it: a person is a user of Countersign. */
export function storedActorKind(by: string): string {
  return by === "person" ? "user" : by;
}

/** The window of time a filter covers, in epoch milliseconds: from inclusive, to exclusive; null is without end. */
export function windowOf(
  { span, fromMs, toMs }: Pick<AuditFilter, "span" | "fromMs" | "toMs">,
  nowMs: number,
): { fromMs: number | null; toMs: number | null } {
  if (fromMs !== undefined || toMs !== undefined) return { fromMs: fromMs ?? null, toMs: toMs ?? null };
  return { fromMs: span === "all" ? null : nowMs - SPAN_MS[span], toMs: null };
}
