import { shownText } from "@/lib/shown-text";
import { type AuditFilter, type AuditKey, auditKeys } from "./filter";
import {
  cleaned,
  type FilterKey,
  type FilterReading,
  filterKeys,
  SINCE_BESIDE,
  valueProblem,
  withoutValue,
  withValue,
} from "./filter-value";

/** What a person typed, understood as far as it can be. */
export interface ParsedText {
  filter: AuditFilter;
  /** A sentence for what was left out, of each kind; empty when all of it was understood. */
  problems: string[];
  /** Words without a key, in groups as they stand together: what they mean is looked up. */
  words: string[][];
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

/** `company:acme -outcome:success since:7d`; a value with spaces stands in double quotes. Adds to `filter`. */
export function parseFilterText(text: string, filter: AuditFilter, reading: FilterReading): ParsedText {
  const parsed: ParsedText = { filter, problems: [], words: [] };
  const set = new Set<string>();
  const parts = text.slice(0, MAX_TEXT).match(/[^\s:"]+:"[^"]*"?|[^\s:"]+:\S*|"[^"]*"?|\S+/g) ?? [];
  if (text.length > MAX_TEXT || parts.length > MAX_PARTS)
    parsed.problems.push(`This is too long: ${MAX_TEXT} characters and ${MAX_PARTS} parts can be read.`);
  let group: string[] | undefined;
  for (const part of parts.slice(0, MAX_PARTS)) {
    const isWord = part.startsWith('"') || part.indexOf(":") < 1;
    if (!isWord) {
      group = undefined;
      readPart(parsed, set, part, reading);
      continue;
    }
    if (!group) {
      group = [];
      parsed.words.push(group);
    }
    const word = cleaned(part.replace(/^"|"$/g, ""));
    if (word !== undefined) group.push(word);
    else parsed.problems.push(`“${shownText(part, 100)}” can be in no row.`);
  }
  if (set.has("since") && (set.has("from") || set.has("to"))) parsed.problems.push(SINCE_BESIDE);
  const words = parsed.words.filter((each) => each.length > 0);
  return { ...parsed, words, problems: [...new Set(parsed.problems)].slice(0, 5) };
}

/** Takes one `key:value` or `-key:value`. */
function readPart(parsed: ParsedText, set: Set<string>, part: string, reading: FilterReading): void {
  const { problems } = parsed;
  const colon = part.indexOf(":");
  const isExcluding = part.startsWith("-");
  const name = part.slice(isExcluding ? 1 : 0, colon).toLowerCase();
  const key = SYNONYMS[name] ?? filterKeys.find((each) => each === name);
  const value = part.slice(colon + 1).replace(/^"|"$/g, "");
  if (!key) problems.push(`Unknown filter “${shownText(name)}”. Known: ${filterKeys.join(", ")}.`);
  else if (isExcluding) {
    const next = isAuditKey(key) ? withoutValue(parsed.filter, key, value, reading) : undefined;
    if (next) parsed.filter = next;
    else problems.push(isAuditKey(key) ? valueProblem(key, value, reading) : `“${key}” can't be excluded.`);
  } else if (set.has(key)) problems.push(`“${key}” is there twice. A row has one.`);
  else {
    set.add(key);
    const next = withValue(parsed.filter, key, value, reading);
    if (next) parsed.filter = next;
    else problems.push(valueProblem(key, value, reading));
  }
}

const isAuditKey = (key: FilterKey): key is AuditKey => auditKeys.some((each) => each === key);

/** One `key:value`, quoted where it must be. */
export function filterToken(key: FilterKey, value: string): string {
  return /[\s"]/.test(value) ? `${key}:"${value.replaceAll('"', "")}"` : `${key}:${value}`;
}
