import type { ReadDeps, Sql } from "@/lib/db";
import { countAudit } from "../count";
import { type Facet, facetsOf, isStatusExact, type TimeWindow } from "../facets";
import { type AuditFilter, auditKeys, concerns, windowOf } from "../filter";

const CAP = 1_000;
/** Each of these is a question of its own. */
const ASKED = ["company", "actor", "by"] as const;
const TOLD_BY_FACETS = ["provider", "operation", "outcome", "method", "status"] as const;
type ToldByFacets = (typeof TOLD_BY_FACETS)[number];
const MOST_ASKED = 8;

/**
 * How many rows each value of a key would leave within a filter, as text: "12", or "1,000+". Left out is what only
 * looking at each row would tell.
 */
export async function countValues(
  deps: ReadDeps,
  filter: AuditFilter,
  key: string,
  values: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const asked = ASKED.find((each) => each === key);
  const told = TOLD_BY_FACETS.find((each) => each === key);
  if (told) return countByFacets(deps, filter, told, values);
  if (!asked) return {};
  const counts = values.slice(0, MOST_ASKED).map(async (value): Promise<[string, string][]> => {
    const count = await countAudit(deps, { ...filter, [asked]: value }, CAP);
    return count === null ? [] : [[value, capped(count)]];
  });
  return Object.fromEntries((await Promise.all(counts)).flat());
}

async function countByFacets(
  { database, clock }: ReadDeps,
  filter: AuditFilter,
  key: ToldByFacets,
  values: readonly string[],
): Promise<Record<string, string>> {
  const others = { ...filter, [key]: undefined };
  const isScattered = auditKeys.some(
    (each) => concerns(others, each) && !TOLD_BY_FACETS.some((told) => told === each),
  );
  if (isScattered) return {};
  const window = windowOf(filter, clock.nowMs());
  const facets = await facetsOf(database, others, window);
  if (!facets || !isStatusExact(others, facets)) return {};
  const rows = await rowsOf(database, facets, window);
  return Object.fromEntries(
    values.map((value) => {
      const own = facets.filter((facet) =>
        key === "status" ? `${facet.statusClass}xx` === value : facet[key] === value,
      );
      return [value, capped(own.reduce((sum, { facet }) => sum + (rows.get(facet) ?? 0), 0))];
    }),
  );
}

/**
 * The rows of each facet within a window, counted to the cap and one more. The order is that of the index: without it a
 * facet is looked for all along the log.
 */
async function rowsOf(
  sql: Sql,
  facets: readonly Facet[],
  { fromMs, toMs }: TimeWindow,
): Promise<ReadonlyMap<string, number>> {
  const counted = await sql.query<{ facet: string; count: number }>(
    `SELECT f.facet::text AS facet, (SELECT count(*)::int FROM (SELECT 1 FROM "AuditLog" a WHERE a.facet = f.facet
       AND a.at >= COALESCE($2::timestamptz AT TIME ZONE 'UTC', '-infinity')
       AND a.at < COALESCE($3::timestamptz AT TIME ZONE 'UTC', 'infinity')
       ORDER BY a.at LIMIT $4) capped) AS count
     FROM unnest($1::bigint[]) AS f(facet)`,
    [
      facets.map(({ facet }) => facet),
      fromMs === null ? null : new Date(fromMs),
      toMs === null ? null : new Date(toMs),
      CAP + 1,
    ],
  );
  return new Map(counted.map(({ facet, count }) => [facet, count]));
}

const capped = (count: number) => (count > CAP ? `${CAP.toLocaleString("en")}+` : count.toLocaleString("en"));
