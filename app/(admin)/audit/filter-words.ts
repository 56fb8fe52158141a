import {
  type ActorKindName,
  type AuditFilter,
  type AuditKey,
  type AuditSpan,
  auditKeys,
  operationWords,
  outcomeWords,
  writeTime,
} from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";

export const KEY_WORDS: Record<AuditKey, string> = {
  company: "Company",
  actor: "Who",
  by: "By",
  provider: "Provider",
  operation: "What",
  outcome: "Outcome",
  status: "Status",
  method: "Method",
  endpoint: "Endpoint",
  request: "Request",
  id: "Row",
};

export const BY_WORDS: Record<ActorKindName, string> = {
  person: "People",
  key: "API keys",
  service: "Services",
  system: "Countersign itself",
};

export const SPAN_WORDS: Record<AuditSpan, string> = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  "1y": "Last year",
  all: "All time",
};

/** The window of a filter: "Last 7 days", or "From 2026-03-03 to 2026-03-04". */
export function windowWords({ span, fromMs, toMs }: AuditFilter): string {
  if (fromMs === undefined && toMs === undefined) return SPAN_WORDS[span];
  const from = fromMs === undefined ? "" : `from ${writeTime(fromMs, "from")}`;
  const to = toMs === undefined ? "" : `to ${writeTime(toMs, "to")}`;
  const words = [from, to].filter(Boolean).join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is set, each as a person reads it; companies and actors by the names given. */
export function setKeys(
  filter: AuditFilter,
  names: { company?: string | undefined; actor?: string | undefined },
): { key: AuditKey; value: string }[] {
  return auditKeys.flatMap((key) => {
    const value = filter[key];
    return value === undefined ? [] : [{ key, value: valueWords(key, value, names) }];
  });
}

function valueWords(
  key: AuditKey,
  value: string,
  names: { company?: string | undefined; actor?: string | undefined },
): string {
  if (key === "company" || key === "actor") return shownName(names[key] ?? value);
  if (key === "provider") return providerOf(value).displayName;
  if (key === "operation") return operationWords(value);
  if (key === "by") return BY_WORDS[value as ActorKindName] ?? value;
  if (key === "outcome") return outcomeWords[value as keyof typeof outcomeWords] ?? value;
  return shownText(value);
}
