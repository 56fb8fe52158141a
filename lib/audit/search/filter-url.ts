import { shownText } from "@/lib/shown-text";
import { type AuditFilter, auditKeys, excludedBy } from "./filter";
import {
  type FilterReading,
  filterKeys,
  SINCE_BESIDE,
  valueProblem,
  withoutValue,
  withValue,
  writeTime,
} from "./filter-value";
import { DEFAULT_SPAN } from "./terms/span";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** What a URL's query asks for, understood as far as it can be. */
export interface ReadFilter {
  filter: AuditFilter;
  /** A sentence for everything that could not be taken; empty when all of it was understood. */
  problems: string[];
  /** The parameter that the first of them is about. */
  field?: string | undefined;
}

/**
 * The filter that a URL's query holds. What it gets wrong is left out and said: less of a filter finds more rows, so
 * nobody may be shown them for what they asked.
 *
 * A name with a minus before it excludes its values, and may be there several times.
 *
 * @param others Parameters of the same URL that are no filter.
 */
export function readAuditFilter(
  given: Given,
  reading: FilterReading,
  others: readonly string[] = [],
): ReadFilter {
  const problems: string[] = [];
  const fields: string[] = [];
  const say = (field: string, problem: string) => {
    fields.push(field);
    problems.push(problem);
  };
  let filter: AuditFilter = { span: DEFAULT_SPAN };
  for (const key of filterKeys) {
    const values = [given[key]].flat().filter((value) => value !== undefined && value !== "");
    const [value = ""] = values;
    if (value === "") continue;
    const next = values.length === 1 ? withValue(filter, key, value, reading) : undefined;
    if (next) filter = next;
    else say(key, values.length === 1 ? valueProblem(key, value, reading) : `“${key}” is there twice.`);
  }
  const has = (key: string) => [given[key]].flat().some((value) => value !== undefined && value !== "");
  if (has("since") && (has("from") || has("to"))) say("since", SINCE_BESIDE);
  let excluded = 0;
  for (const key of auditKeys) {
    for (const value of [given[`-${key}`]].flat()) {
      if (value === undefined || value === "") continue;
      const next = ++excluded > MAX_EXCLUDED ? undefined : withoutValue(filter, key, value, reading);
      if (next) filter = next;
      else say(`-${key}`, excluded > MAX_EXCLUDED ? TOO_MANY : valueProblem(key, value, reading));
    }
  }
  const known = new Set<string>([...filterKeys, ...auditKeys.map((key) => `-${key}`), ...others]);
  for (const name of Object.keys(given)) {
    if (!known.has(name)) say(name, `“${shownText(name, 40)}” is no filter.`);
  }
  return { filter, problems: [...new Set(problems)].slice(0, 5), field: fields[0] };
}

const MAX_EXCLUDED = 40;
const TOO_MANY = `No more than ${MAX_EXCLUDED} values can be excluded.`;

/** A query as `readAuditFilter` takes it: what is there twice stays so. */
export function givenOf(query: URLSearchParams): Given {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

/** The query of a filter; what is as by default is left out, so that equal filters have equal addresses. */
export function auditFilterQuery(filter: AuditFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of auditKeys) {
    const value = filter[key];
    if (value) query.set(key, value);
    for (const excluded of excludedBy(filter, key)) query.append(`-${key}`, excluded);
  }
  if (filter.fromMs !== undefined) query.set("from", writeTime(filter.fromMs, "from"));
  if (filter.toMs !== undefined) query.set("to", writeTime(filter.toMs, "to"));
  if (query.has("from") || query.has("to")) return query;
  if (filter.span !== DEFAULT_SPAN) query.set("since", filter.span);
  return query;
}
