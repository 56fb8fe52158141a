import { inSql } from "@/lib/db";
import { codesMeaning, type ErrorCode, errorClass } from "@/lib/errors";
import { SAME_END_SECONDS } from "@/lib/token";
import { DEADLINE_SQL, LIVE_SQL } from "@/lib/token/views";
import { EXPIRING_SOON_DAYS, type Verdict } from "../verdict/verdict";

/**
 * What a note is about: "needs_reconnecting subscription_lapsed", "provider_trouble us", "expiring_soon hard". Another
 * value is another problem. Within a provider's trouble the cause is who must end it: an outage answers in many ways.
 *
 * @param grantEnded Its provider ended the grant, or its deadline passed.
 * @returns Null while nothing is wrong.
 */
export function problemOf(
  { status, owner, deadline }: Pick<Verdict, "status" | "owner" | "deadline">,
  { grantEnded, healthCause }: { grantEnded: boolean; healthCause: ErrorCode | null },
): string | null {
  if (status === "needs_reconnecting") return `${status} ${grantEnded ? "reconnect_required" : healthCause}`;
  if (status === "provider_trouble") return `${status} ${owner === "us" ? "us" : "provider"}`;
  return status === "expiring_soon" ? `${status} ${deadline?.kind}` : null;
}

const OURS = codesMeaning("provider_trouble").filter((code) => errorClass(code).owner === "us");

/**
 * The same as SQL, in the order of `statusRankSql`; a test holds both to `problemOf`.
 *
 * @param now The placeholder of the current time.
 */
export function problemSql(now: string): string {
  return `CASE
    WHEN NOT (${LIVE_SQL}) THEN NULL
    WHEN g.state <> 'active' OR ${DEADLINE_SQL} <= ${now} THEN 'needs_reconnecting reconnect_required'
    WHEN h.cause IN ${inSql(codesMeaning("needs_reconnecting"))} THEN 'needs_reconnecting ' || h.cause
    WHEN h.cause IS NOT NULL AND h.cause NOT IN ${inSql(codesMeaning("disconnected"))}
      THEN CASE WHEN h.cause IN ${inSql(OURS)} THEN 'provider_trouble us' ELSE 'provider_trouble provider' END
    WHEN ${DEADLINE_SQL} <= ${now} + interval '${EXPIRING_SOON_DAYS} days'
      THEN CASE WHEN g."hardExpiresAt" <= g."refreshExpiresAt" + interval '${SAME_END_SECONDS} seconds'
        THEN 'expiring_soon hard' ELSE 'expiring_soon rolling' END END`;
}
