import { inSql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { codesMeaning } from "@/lib/errors";
import { DEADLINE_SQL, LIVE_SQL, SERVED } from "@/lib/token/views";
import { CUSTOMERS_AT_THE_API } from "../verdict/verdict";

/** Failures that say something of the provider, or of us at that provider, rather than of one customer. */
export const OUTAGE_CAUSES: readonly ErrorCode[] = ["provider_unavailable", "client_rejected"];

/** Asked of one organisation at Xero, so it is no outage unless it is everybody's. */
export const LIMITED: ErrorCode = "provider_rate_limited";

/** The provider let us in, or its organisation refused us: either way it answered as it should. */
export const ANSWERED_SQL = `(h.cause IS NULL OR h.cause IN ${inSql(CUSTOMERS_AT_THE_API)})`;

/** The last live read found the provider's trouble or ours. A trouble of the token endpoint is none of the API's. */
export const READ_FAILED_SQL = `COALESCE(h."readCause" NOT IN ${inSql(CUSTOMERS_AT_THE_API)}, false)`;

/** The last refresh failed. Our own client id, refused, counts as nobody's failure, so it has to be looked for by name. */
export const UNREFRESHED_SQL = `(g."failureCount" > 0 OR COALESCE(g."lastErrorCode" = 'client_rejected', false))`;

/** When a connection's present trouble began; for one that came back, when it had last been well. */
export const ONSET_SQL = `GREATEST(h.since, h."lastHealthyAt")`;

/** A connection that works unless the provider fails: live, and not for the customer to mend. */
export const ABLE_SQL = `${LIVE_SQL} AND g.state = 'active'
  AND ${DEADLINE_SQL} > $2::timestamptz
  AND COALESCE(h.cause NOT IN ${inSql(codesMeaning("needs_reconnecting"))}, true)`;

/** Expects $1 = connectionType. */
export const HEALTH_TABLES = `"ConnectionHealth" h
  JOIN (${SERVED}) ON c."companyId" = h."companyId" AND c."connectionType" = h."connectionType"`;

/** How many different grants it takes: of fewer, all. */
export const ENOUGH = 3;
