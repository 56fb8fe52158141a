import { shownText } from "@/lib/shown-text";
import { DAY_MS } from "@/lib/time/durations";
import { auditOperations } from "../record/operation-words";
import {
  type AuditFilter,
  type AuditKey,
  actorKindNames,
  auditKeys,
  auditOutcomes,
  excludedBy,
} from "./filter";
import { DEFAULT_SPAN, readSpan, readWeekday } from "./terms/span";
import { statusRanges } from "./terms/status-ranges";

/** A key that the filter bar and the URL know. */
export type FilterKey = AuditKey | "since" | "from" | "to";
export const filterKeys: readonly FilterKey[] = [...auditKeys, "since", "from", "to"];

/** What a filter is read with. */
export interface FilterReading {
  /** What a weekday counts back from. */
  nowMs: number;
  /** Every provider's key, with what people call it. */
  providers: Readonly<Record<string, readonly string[]>>;
}

const MAX_VALUE = 1_000;
/** Marks without width come along with what is copied; inside of a value they are part of it. */
const PASTED_EDGE = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
const IN_NO_ROW = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const FIRST_MS = Date.UTC(2000, 0);
const LAST_MS = Date.UTC(2200, 0);

/**
 * Takes one value into a filter.
 *
 * @returns The filter with the value, or undefined when the key can't have it.
 */
export function withValue(
  filter: AuditFilter,
  key: FilterKey,
  given: string,
  reading: FilterReading,
): AuditFilter | undefined {
  const value = cleaned(given);
  if (value === undefined) return undefined;
  if (key === "since") {
    const span = readSpan(value);
    if (span) return { ...filter, span, fromMs: undefined, toMs: undefined };
    const fromMs = readWeekday(value, reading.nowMs);
    return fromMs === undefined ? undefined : { ...filter, span: DEFAULT_SPAN, fromMs, toMs: undefined };
  }
  if (key === "from" || key === "to") {
    const atMs = readTime(value, key);
    return atMs === undefined ? undefined : { ...filter, span: DEFAULT_SPAN, [`${key}Ms`]: atMs };
  }
  const read = readValue(key, value, reading);
  return read === undefined ? undefined : { ...filter, [key]: read };
}

/** A value that no row may have, beside those already excluded; undefined when the key can't have it. */
export function withoutValue(
  filter: AuditFilter,
  key: AuditKey,
  given: string,
  reading: FilterReading,
): AuditFilter | undefined {
  const value = cleaned(given);
  const read = value && readValue(key, value, reading);
  if (!read) return undefined;
  const values = excludedBy(filter, key);
  return values.includes(read) ? filter : { ...filter, not: { ...filter.not, [key]: [...values, read] } };
}

/** A value without what came along with copying; undefined for one that no row can have. */
export function cleaned(given: string): string | undefined {
  if (given.length > 2 * MAX_VALUE) return undefined;
  const value = given.replace(PASTED_EDGE, "");
  // Control characters are in no row, and Postgres refuses one of them.
  return value === "" || value.length > MAX_VALUE || IN_NO_ROW.test(value) ? undefined : value;
}

function readValue(key: AuditKey, value: string, { providers }: FilterReading): string | undefined {
  const lower = value.toLowerCase();
  switch (key) {
    case "outcome":
      return auditOutcomes.find((each) => each === lower);
    case "by":
      return actorKindNames.find((each) => each === lower);
    case "provider":
      return Object.keys(providers).find((name) =>
        [name, ...(providers[name] ?? [])].some((called) => called.toLowerCase() === lower),
      );
    case "operation":
      return auditOperations.find((each) => each === lower);
    case "status":
      return statusRanges(lower) ? lower : undefined;
    case "method":
      return value.toUpperCase();
    case "generation":
      return /^[1-9]\d{0,8}$/.test(value) ? value : undefined;
    default:
      return value;
  }
}

export const SINCE_BESIDE = "“since” counts back from now. It can't stand beside “from” or “to”.";

/** Why a key can't have a value, in a sentence or two. */
export function valueProblem(key: FilterKey, value: string, reading: FilterReading): string {
  const hint = hintOf(key, value, reading);
  return `“${shownText(value, SHOWN)}” is not ${NOUNS[key] ?? `a value of ${key}`}. ${hint}`.trim();
}

function hintOf(key: FilterKey, value: string, { providers }: FilterReading): string {
  if (key === "provider") return `Try ${eitherOf(Object.keys(providers))}.`;
  if (key !== "operation") return HINTS[key] ?? "";
  const lower = value.toLowerCase();
  const like = auditOperations.filter((each) => lower !== "" && each.includes(lower)).slice(0, MOST_LIKE);
  return like.length > 0
    ? `Try ${eitherOf(like)}.`
    : "Try token.vend, connection.check or another of the list.";
}

const eitherOf = (values: readonly string[]) => values.join(", ").replace(/, ([^,]*)$/, " or $1");
const MOST_LIKE = 6;

const SHOWN = 100;
const DAY_HINT = "Try 2026-03-03 or 2026-03-03T09:14Z.";
const HINTS: Partial<Record<FilterKey, string>> = {
  since: "Try 3d, thursday or all; a date goes with from.",
  from: DAY_HINT,
  to: DAY_HINT,
  outcome: "Try success, failure or refused.",
  by: "Try person, key, service or system.",
  status: "Try 503, 4xx, 4xx,5xx or >=400.",
  generation: "Write a number.",
};
const NOUNS: Partial<Record<FilterKey, string>> = {
  since: "a time",
  from: "a time",
  to: "a time",
  outcome: "an outcome",
  provider: "a provider",
  operation: "an operation",
  status: "a status",
  generation: "a generation",
};

/** ISO 8601, UTC unless it says otherwise; the end of a window given as a day includes that day. */
function readTime(value: string, key: "from" | "to"): number | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/.test(value)) {
    return undefined;
  }
  if (!isDayThere(value.slice(0, 10))) return undefined;
  const zoned = isDay || /(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : `${value}Z`;
  const atMs = Date.parse(zoned) + (isDay && key === "to" ? DAY_MS : 0);
  return atMs >= FIRST_MS && atMs < LAST_MS ? atMs : undefined;
}

/** JavaScript takes 2026-02-31 for 3 March. */
function isDayThere(day: string): boolean {
  const atMs = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(day);
}

/** A moment as a URL and the filter bar write it: a bare day where it is one. */
export function writeTime(atMs: number, key: "from" | "to"): string {
  const dayMs = key === "to" ? atMs - DAY_MS : atMs;
  const iso = new Date(dayMs).toISOString();
  return iso.endsWith("T00:00:00.000Z")
    ? iso.slice(0, 10)
    : new Date(atMs).toISOString().replace(".000Z", "Z");
}
