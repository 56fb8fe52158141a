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
    WHEN c."disconnectedAt" IS NOT NULL THEN ${rank.disconnected}
    WHEN g.state <> 'active' OR LEAST(g."refreshExpiresAt", g."hardExpiresAt") <= ${now} THEN ${rank.needs_reconnecting}
    WHEN h.cause IN ('reconnect_required', 'organisation_unavailable', 'subscription_lapsed') THEN ${rank.needs_reconnecting}
    WHEN h.cause IS NOT NULL AND h.cause <> 'no_connection' THEN ${rank.provider_trouble}
    WHEN LEAST(g."refreshExpiresAt", g."hardExpiresAt") <= ${now} + interval '${EXPIRING_SOON_DAYS} days'
      THEN ${rank.expiring_soon}
    ELSE ${rank.working} END`;
}
