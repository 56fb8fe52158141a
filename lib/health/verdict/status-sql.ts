import { inSql } from "@/lib/db";
import { codesMeaning } from "@/lib/errors";
import { DEADLINE_SQL, LIVE_SQL } from "@/lib/token/views";
import { EXPIRING_SOON_DAYS, statusNames } from "./verdict";

const rank = Object.fromEntries(statusNames.map((name, index) => [name, index])) as Record<string, number>;

/**
 * `verdictOf`'s choice of status as SQL, so that lists can sort and filter by it; its index in `statusNames`.
 * Expects c = "Connection", g = "Grant", h = "ConnectionHealth"; a test holds it to `verdictOf`.
 *
 * @param now The placeholder of the current time.
 */
export function statusRankSql(now: string): string {
  return `CASE
    WHEN NOT (${LIVE_SQL}) THEN ${rank.disconnected}
    WHEN g.state <> 'active' OR ${DEADLINE_SQL} <= ${now} THEN ${rank.needs_reconnecting}
    WHEN h.cause IN ${inSql(codesMeaning("needs_reconnecting"))} THEN ${rank.needs_reconnecting}
    WHEN h.cause IS NOT NULL AND h.cause NOT IN ${inSql(codesMeaning("disconnected"))} THEN ${rank.provider_trouble}
    WHEN ${DEADLINE_SQL} <= ${now} + interval '${EXPIRING_SOON_DAYS} days'
      THEN ${rank.expiring_soon}
    ELSE ${rank.working} END`;
}
