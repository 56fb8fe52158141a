import {
  type AuditKey,
  type AuditSpan,
  actorKindNames,
  auditOperations,
  auditOutcomes,
  auditSpans,
} from "@/lib/audit";
import { providerNames } from "@/lib/token";
import { type FilterNames, spanWords, valueWords } from "./filter-words";
import { sinceDay } from "./words";

export const METHODS = ["GET", "POST", "PUT", "DELETE", "CALL", "EVENT"];
export const STATUSES = ["2xx", "3xx", "4xx", "5xx"];

const VALUES: Partial<Record<AuditKey, readonly string[]>> = {
  by: actorKindNames,
  provider: providerNames,
  operation: auditOperations,
  outcome: auditOutcomes,
  status: STATUSES,
  method: METHODS,
};
const NO_NAMES: FilterNames = { company: {}, actor: {} };
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** The values of a key that are known beforehand, with the words a person reads; those that a text is part of. */
export function knownValues(key: string, text: string): { value: string; label: string }[] {
  const wanted = text.toLowerCase();
  const all =
    key === "since"
      ? [
          ...auditSpans.map((span) => ({ value: span as string, label: spanWords(span as AuditSpan) })),
          ...DAYS.map((day) => ({ value: day, label: sinceDay(day) })),
        ]
      : (VALUES[key as AuditKey] ?? []).map((value) => ({
          value,
          label: valueWords(key as AuditKey, value, NO_NAMES),
        }));
  return all.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted));
}
