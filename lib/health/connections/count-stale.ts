import type { ReadDeps } from "@/lib/db";
import { HOUR_MS } from "@/lib/time/durations";
import { statusRankSql } from "../verdict/status-sql";
import { statusNames } from "../verdict/verdict";
import { LISTED_TABLES } from "./connection-row";

const WORKS = statusNames.indexOf("expiring_soon");
const ENDED = statusNames.indexOf("disconnected");

/** Companies that work by every sign there is, of which one is older than the configuration trusts. */
export interface Stale {
  count: number;
  /** The configured hours. */
  hours: number;
}

/** Counts companies that work, and of which some live connection was last read, as `freshnessOf` says, too long ago. */
export async function countStale(deps: ReadDeps & { trustedReadHours: number }): Promise<Stale> {
  const { database, clock, trustedReadHours: hours } = deps;
  const nowMs = clock.nowMs();
  const [counted] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT c."companyId" FROM (SELECT c."companyId", h."lastHealthyAt", g."lastVendedAt", ${statusRankSql("$1")} AS rank
         FROM ${LISTED_TABLES}) c
       WHERE c.rank <> $3 GROUP BY c."companyId"
       HAVING min(c.rank) >= $4
         AND min(COALESCE(GREATEST(c."lastHealthyAt", c."lastVendedAt"), '-infinity')) < $2) stale`,
    [new Date(nowMs), new Date(nowMs - hours * HOUR_MS), ENDED, WORKS],
  );
  return { count: counted?.count ?? 0, hours };
}
