import { shownText } from "@/lib/shown-text";
import { DAY_MS } from "@/lib/time/durations";
import {
  type AuditFilter,
  type AuditKey,
  actorKindNames,
  auditKeys,
  auditOutcomes,
  auditSpans,
  DEFAULT_SPAN,
} from "./filter";

/** A key that the filter bar and the URL know. */
export type FilterKey = AuditKey | "since" | "from" | "to";
export const filterKeys: readonly FilterKey[] = [...auditKeys, "since", "from", "to"];

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
export function withValue(filter: AuditFilter, key: FilterKey, given: string): AuditFilter | undefined {
  if (given.length > 2 * MAX_VALUE) return undefined;
  const value = given.replace(PASTED_EDGE, "");
  // Control characters are in no row, and Postgres refuses one of them.
  if (value === "" || value.length > MAX_VALUE || IN_NO_ROW.test(value)) return undefined;
  switch (key) {
    case "since": {
      const span = auditSpans.find((each) => each === value.toLowerCase());
      return span && { ...filter, span, fromMs: undefined, toMs: undefined };
    }
    case "from":
    case "to": {
      const atMs = readTime(value, key);
      return atMs === undefined ? undefined : { ...filter, span: DEFAULT_SPAN, [`${key}Ms`]: atMs };
    }
    case "outcome": {
      const outcome = auditOutcomes.find((each) => each === value.toLowerCase());
      return outcome && { ...filter, outcome };
    }
    case "by": {
      const by = actorKindNames.find((each) => each === value.toLowerCase());
      return by && { ...filter, by };
    }
    case "status":
      return /^[1-5](?:xx|\d\d)$/i.test(value) ? { ...filter, status: value.toLowerCase() } : undefined;
    case "method":
      return { ...filter, method: value.toUpperCase() };
    default:
      return { ...filter, [key]: value };
  }
}

/** Why a key can't have a value, in a sentence or two. */
export function valueProblem(key: FilterKey, value: string): string {
  return `“${shownText(value, SHOWN)}” is nothing that ${key} can be. ${HINTS[key] ?? ""}`.trim();
}

const SHOWN = 100;
const DAY_HINT = "Write a day or a time, such as 2026-03-03 or 2026-03-03T09:14Z.";
const HINTS: Partial<Record<FilterKey, string>> = {
  since: "It is 1h, 24h, 7d, 30d, 90d, 1y or all.",
  from: DAY_HINT,
  to: DAY_HINT,
  outcome: "It is success, failure or refused.",
  by: "It is person, service or system.",
  status: "Write a status such as 503, or a class of them such as 5xx.",
};

/** ISO 8601, UTC unless it says otherwise; the end of a window given as a day includes that day. */
function readTime(value: string, key: "from" | "to"): number | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/.test(value)) {
    return undefined;
  }
  const zoned = isDay || /(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : `${value}Z`;
  const atMs = Date.parse(zoned) + (isDay && key === "to" ? DAY_MS : 0);
  return atMs >= FIRST_MS && atMs < LAST_MS ? atMs : undefined;
}

/** A moment as a URL and the filter bar write it: a bare day where it is one. */
export function writeTime(atMs: number, key: "from" | "to"): string {
  const dayMs = key === "to" ? atMs - DAY_MS : atMs;
  const iso = new Date(dayMs).toISOString();
  return iso.endsWith("T00:00:00.000Z")
    ? iso.slice(0, 10)
    : new Date(atMs).toISOString().replace(".000Z", "Z");
}
