import {
  type ActorKindName,
  type AuditFilter,
  type AuditKey,
  type AuditSpan,
  auditKeys,
  excludedBy,
  operationWords,
  outcomeWords,
  spanText,
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
  ref: "Reference",
  generation: "Token version",
  id: "Row",
};

export const BY_WORDS: Record<ActorKindName, string> = {
  person: "People",
  key: "API keys",
  link: "Links",
  visitor: "Visitors",
  service: "Services",
  system: "Countersign itself",
};

/** "Last 7 days". */
export function spanWords(span: AuditSpan): string {
  if (span === "all") return "All time";
  return `Last ${spanText(span).replace(/^1 /, "")}`;
}

/** The window of a filter: "Last 7 days", or "From 2026-03-03 to 2026-03-04". */
export function windowWords({ span, fromMs, toMs }: AuditFilter): string {
  if (fromMs === undefined && toMs === undefined) return spanWords(span);
  const from = fromMs === undefined ? "" : `from ${writeTime(fromMs, "from")}`;
  const to = toMs === undefined ? "" : `to ${writeTime(toMs, "to")}`;
  const words = [from, to].filter(Boolean).join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Names of companies and actors by their ids. */
export type FilterNames = Readonly<Record<"company" | "actor", Readonly<Record<string, string>>>>;

export interface SetKey {
  key: AuditKey;
  value: string;
  /** As a person reads it. */
  words: string;
  isExcluded: boolean;
}

/** What is set, each as a person reads it; companies and actors by the names given. */
export function setKeys(filter: AuditFilter, names: FilterNames): SetKey[] {
  return auditKeys.flatMap((key) => {
    const value = filter[key];
    const wordsOf = (each: string) => valueWords(key, each, names);
    return [
      ...(value === undefined ? [] : [{ key, value, words: wordsOf(value), isExcluded: false }]),
      ...excludedBy(filter, key).map((each) => ({
        key,
        value: each,
        words: wordsOf(each),
        isExcluded: true,
      })),
    ];
  });
}

export function valueWords(key: AuditKey, value: string, names: FilterNames): string {
  if (key === "company" || key === "actor") return shownName(names[key][value] ?? value);
  if (key === "provider") return providerOf(value).displayName;
  if (key === "operation") return operationWords(value);
  if (key === "by") return BY_WORDS[value as ActorKindName] ?? value;
  if (key === "outcome") return outcomeWords[value as keyof typeof outcomeWords] ?? value;
  return shownText(value);
}
