import { type AuditFilter, auditKeys, DEFAULT_SPAN } from "./filter";
import { filterKeys, withValue, writeTime } from "./filter-value";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** The filter that a URL's query holds. Whatever it gets wrong is left out, never an error. */
export function readAuditFilter(given: Given): AuditFilter {
  let filter: AuditFilter = { span: DEFAULT_SPAN };
  for (const key of filterKeys) {
    const value = [given[key]].flat()[0];
    if (value) filter = withValue(filter, key, value) ?? filter;
  }
  return filter;
}

/** The query of a filter; what is as by default is left out, so that equal filters have equal addresses. */
export function auditFilterQuery(filter: AuditFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of auditKeys) {
    const value = filter[key];
    if (value) query.set(key, value);
  }
  if (filter.fromMs !== undefined) query.set("from", writeTime(filter.fromMs, "from"));
  if (filter.toMs !== undefined) query.set("to", writeTime(filter.toMs, "to"));
  if (query.has("from") || query.has("to")) return query;
  if (filter.span !== DEFAULT_SPAN) query.set("since", filter.span);
  return query;
}
