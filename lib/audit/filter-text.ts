import type { AuditFilter } from "./filter";
import { type FilterKey, filterKeys, withValue } from "./filter-value";

/** What a person typed, understood as far as it can be. */
export interface ParsedText {
  filter: AuditFilter;
  /** One sentence for every part that was left out. */
  problems: string[];
}

const SYNONYMS: Readonly<Record<string, FilterKey>> = {
  user: "actor",
  op: "operation",
  requestid: "request",
  time: "since",
  after: "from",
  before: "to",
};
const MAX_TEXT = 2_000;
const MAX_PARTS = 40;

/** `company:acme outcome:failure since:7d`; a value with spaces stands in double quotes. Adds to `filter`. */
export function parseFilterText(text: string, filter: AuditFilter): ParsedText {
  const problems: string[] = [];
  let result = filter;
  const parts = text.slice(0, MAX_TEXT).match(/[^\s:"]+:"[^"]*"?|[^\s:"]+:\S*|"[^"]*"?|\S+/g) ?? [];
  for (const part of parts.slice(0, MAX_PARTS)) {
    const colon = part.indexOf(":");
    const name = part.slice(0, Math.max(colon, 0)).toLowerCase();
    const key = SYNONYMS[name] ?? filterKeys.find((each) => each === name);
    const value = part.slice(colon + 1).replace(/^"|"$/g, "");
    if (colon < 1)
      problems.push(`“${part}” has no key. Write for example company:${part.replaceAll('"', "")}.`);
    else if (!key) problems.push(`“${name}” is no key. The keys are ${filterKeys.join(", ")}.`);
    else {
      const next = withValue(result, key, value);
      if (next) result = next;
      else problems.push(`“${value}” is nothing that ${key} can be. ${HINTS[key] ?? ""}`.trim());
    }
  }
  return { filter: result, problems: [...new Set(problems)].slice(0, 5) };
}

/** One `key:value`, quoted where it must be. */
export function filterToken(key: FilterKey, value: string): string {
  return /[\s"]/.test(value) ? `${key}:"${value.replaceAll('"', "")}"` : `${key}:${value}`;
}

const HINTS: Partial<Record<FilterKey, string>> = {
  since: "It is 1h, 24h, 7d, 30d, 90d, 1y or all.",
  from: "Write a day or a time, such as 2026-03-03 or 2026-03-03T09:14Z.",
  to: "Write a day or a time, such as 2026-03-03 or 2026-03-03T09:14Z.",
  outcome: "It is success, failure or refused.",
  status: "Write a status such as 503, or a class of them such as 5xx.",
};
