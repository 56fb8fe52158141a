import type { AuditLog, ReadDeps } from "@/lib/db";
import { type AuditFilter, windowOf } from "./filter";
import { routesOf } from "./search-route";
import { Bindings, indexRangesSql } from "./search-sql";

export const COUNT_CAP = 10_000;

/**
 * How many rows a filter matches, counted to a cap and one more, which stands for "or more".
 *
 * @returns Null where only looking at each row would tell.
 */
export async function countAudit(
  { database, clock }: ReadDeps,
  filter: AuditFilter,
  cap: number = COUNT_CAP,
): Promise<number | null> {
  const window = windowOf(filter, clock.nowMs());
  const routes = await routesOf(database, filter, window);
  if (routes.length === 0) return 0;
  const route = routes.find(({ open }) => open.length === 0);
  if (!route) return null;
  const bindings = new Bindings();
  const range = { ...window, towards: "older" } as const;
  const indexRanges = indexRangesSql(route, range, { limit: cap + 1 }, bindings);
  const [counted] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM (${indexRanges}) ranges LIMIT ${cap + 1}) capped`,
    bindings.values,
  );
  return counted?.count ?? 0;
}

/** When the oldest row that is kept was written; null of an empty log. */
export async function beginningOfAudit({ database }: Pick<ReadDeps, "database">): Promise<Date | null> {
  const [oldest] = await database.query<Pick<AuditLog, "timestamp">>(
    `SELECT "timestamp" FROM "AuditLog" ORDER BY "timestamp" LIMIT 1`,
  );
  return oldest?.timestamp ?? null;
}
