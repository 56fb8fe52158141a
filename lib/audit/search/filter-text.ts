import { shownText } from "@/lib/shown-text";
import type { AuditFilter } from "./filter";
import { type FilterKey, filterKeys, valueProblem, withValue } from "./filter-value";

/** What a person typed, understood as far as it can be. */
export interface ParsedText {
  filter: AuditFilter;
  /** A sentence for what was left out, of each kind; empty when all of it was understood. */
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
  const set = new Set<string>();
  let result = filter;
  const parts = text.slice(0, MAX_TEXT).match(/[^\s:"]+:"[^"]*"?|[^\s:"]+:\S*|"[^"]*"?|\S+/g) ?? [];
  if (text.length > MAX_TEXT || parts.length > MAX_PARTS)
    problems.push(`This is too long: ${MAX_TEXT} characters and ${MAX_PARTS} parts can be read.`);
  for (const part of parts.slice(0, MAX_PARTS)) {
    const colon = part.indexOf(":");
    const name = part.slice(0, Math.max(colon, 0)).toLowerCase();
    const key = SYNONYMS[name] ?? filterKeys.find((each) => each === name);
    const value = part.slice(colon + 1).replace(/^"|"$/g, "");
    if (colon < 1)
      problems.push(
        `“${shownText(part)}” has no key. Write for example company:${shownText(part.replaceAll('"', ""))}.`,
      );
    else if (!key) problems.push(`“${shownText(name)}” is no key. The keys are ${filterKeys.join(", ")}.`);
    else if (set.has(key)) problems.push(`“${key}” is there twice. A row has one of it.`);
    else {
      set.add(key);
      const next = withValue(result, key, value);
      if (next) result = next;
      else problems.push(valueProblem(key, value));
    }
  }
  if (set.has("since") && (set.has("from") || set.has("to")))
    problems.push("“since” counts back from now. It can't stand beside “from” or “to”.");
  return { filter: result, problems: [...new Set(problems)].slice(0, 5) };
}

/** One `key:value`, quoted where it must be. */
export function filterToken(key: FilterKey, value: string): string {
  return /[\s"]/.test(value) ? `${key}:"${value.replaceAll('"', "")}"` : `${key}:${value}`;
}
