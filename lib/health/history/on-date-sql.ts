import { inSql } from "@/lib/db";
import { codesMeaning } from "@/lib/errors";
import { DEADLINE_SQL } from "@/lib/token/views";
import { EXPIRING_SOON_DAYS } from "../verdict/verdict";
import { pastStatuses } from "./history";
import { firstIntervalSql } from "./read-history";

const rank = Object.fromEntries(pastStatuses.map((name, index) => [name, index])) as Record<string, number>;

const SOON = `GREATEST(c."connectedAt", ${DEADLINE_SQL} - interval '${EXPIRING_SOON_DAYS} days')`;

/**
 * The worst of `segmentsOf` within a window as SQL: its index in `pastStatuses`. Expects c = "Connection" and
 * g = "Grant"; a test holds it to `segmentsOf`. However long a history is, only the window's intervals are read.
 *
 * @param from The placeholder of the window's beginning. @param to Of its end, exclusive, no later than now.
 */
export function worstRankSql(from: string, to: string): string {
  const until = `LEAST(${to}, c."disconnectedAt")`;
  return `LEAST(
    CASE WHEN ${until} > GREATEST(${from}, c."connectedAt", ${DEADLINE_SQL}) THEN ${rank.needs_reconnecting} END,
    CASE WHEN c."disconnectedAt" < ${to} THEN ${rank.disconnected} END,
    (SELECT min(CASE
       WHEN i.cause IN ${inSql(codesMeaning("needs_reconnecting"))}
         THEN ${rank.needs_reconnecting}
       WHEN i.cause IN ${inSql(codesMeaning("disconnected"))} THEN ${rank.disconnected}
       WHEN i.cause IS NOT NULL THEN ${rank.provider_trouble}
       WHEN LEAST(i."endedAt", ${until}) > GREATEST(i."startedAt", ${from}, ${SOON}) THEN ${rank.expiring_soon}
       ELSE ${rank.working} END)
     FROM "HealthInterval" i
     WHERE i."companyId" = c."companyId" AND i."connectionType" = c."connectionType" AND i."startedAt" < ${to}
       AND i."startedAt" >= ${firstIntervalSql(`c."companyId"`, `c."connectionType"`, from)}
       AND LEAST(i."endedAt", ${until}) > GREATEST(i."startedAt", ${from})),
    ${rank.unknown})`;
}
