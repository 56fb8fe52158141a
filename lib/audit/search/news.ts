import type { ReadDeps } from "@/lib/db";
import { type AuditFilter, matchedKeys } from "./filter";
import { chooseRoute } from "./search";
import { type AuditPlace, Bindings, indexRangesSql, matchSql, type SearchRange } from "./search-sql";

/** Enough for "100+ new": who is that far behind opens the newest page anyway. */
const NEWS_CAP = 100;
const BUDGET = 1_000;

/** How many rows a filter matches after a place in the log, among the next thousand and up to one above the cap. */
export async function countNews(
  { database }: Pick<ReadDeps, "database">,
  filter: AuditFilter,
  since: AuditPlace,
): Promise<number> {
  const range: SearchRange = {
    fromMs: since.atMs,
    toMs: filter.toMs ?? null,
    start: since,
    towards: "newer",
  };
  const route = await chooseRoute(database, filter, range);
  if (!route) return 0;
  const bindings = new Bindings();
  const matches = matchSql(filter, matchedKeys, bindings);
  const indexRanges = indexRangesSql(route, range, { matches, limit: BUDGET }, bindings);
  const [counted] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM
       (SELECT 1 FROM (SELECT * FROM (${indexRanges}) ranges ORDER BY "timestamp" LIMIT ${BUDGET}) scanned
        WHERE matches LIMIT ${NEWS_CAP + 1}) capped`,
    bindings.values,
  );
  return counted?.count ?? 0;
}
