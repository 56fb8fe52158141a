import {
  type AuditFilter,
  type AuditKey,
  auditKeys,
  auditOutcomes,
  auditSpans,
  DEFAULT_SPAN,
} from "./filter";

/** A key that the filter bar and the URL know. */
export type FilterKey = AuditKey | "since" | "from" | "to";
export const filterKeys: readonly FilterKey[] = [...auditKeys, "since", "from", "to"];

const MAX_VALUE = 1_000;
const FIRST_MS = Date.UTC(2000, 0);
const LAST_MS = Date.UTC(2200, 0);

/**
 * Takes one value into a filter.
 *
 * @returns The filter with the value, or undefined when the key can't have it.
 */
export function withValue(filter: AuditFilter, key: FilterKey, given: string): AuditFilter | undefined {
  // Control characters are in no row, and Postgres refuses one of them.
  const value = given.replace(/[\p{C}\u2028\u2029]/gu, "").trim();
  if (value === "" || value.length > MAX_VALUE) return undefined;
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
    case "status":
      return /^[1-5](?:xx|\d\d)$/i.test(value) ? { ...filter, status: value.toLowerCase() } : undefined;
    case "method":
      return { ...filter, method: value.toUpperCase() };
    default:
      return { ...filter, [key]: value };
  }
}

/** ISO 8601, UTC unless it says otherwise; the end of a window given as a day includes that day. */
function readTime(value: string, key: "from" | "to"): number | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/.test(value)) {
    return undefined;
  }
  const zoned = isDay || /(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : `${value}Z`;
  const atMs = Date.parse(zoned) + (isDay && key === "to" ? 86_400_000 : 0);
  return atMs >= FIRST_MS && atMs < LAST_MS ? atMs : undefined;
}

/** A moment as a URL and the filter bar write it: a bare day where it is one. */
export function writeTime(atMs: number, key: "from" | "to"): string {
  const dayMs = key === "to" ? atMs - 86_400_000 : atMs;
  const iso = new Date(dayMs).toISOString();
  return iso.endsWith("T00:00:00.000Z")
    ? iso.slice(0, 10)
    : new Date(atMs).toISOString().replace(".000Z", "Z");
}
