import type { Connection, ReadDeps } from "@/lib/db";
import { inSql } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { SERVED } from "@/lib/token/views";
import { CUSTOMERS_AT_THE_API } from "../verdict/verdict";
import { type CheckDeps, checkConnection } from "./check";
import { HEALTH } from "./record";

const HOUR_SECONDS = 3_600;
/** How soon what the provider or we are at fault for is looked at again. */
const TROUBLE_SECONDS = 300;
/** A token with less life than this might run out under a check, and a check must not cause a refresh. */
const LIFE_LEFT_SECONDS = 60;
/** More due connections than their share catch up by this much, after an outage of ours say. */
const CATCH_UP = 1.2;
/** Xero takes 10,000 calls a minute from one app, for all it does. */
const MOST_A_MINUTE = 2_000;
const MOST_AT_ONCE = 500;

/** A live connection whose last live call is too long ago. */
export type DueCheck = Pick<Connection, "companyId" | "connectionType">;

/** Refreshed since the read that failed: only another read tells whether that is over. */
const UNPROVEN = `COALESCE(h."readCause" IS NOT NULL AND g."issuedAt" > h."lastProbedAt", false)`;
/** What no check can mend and a consent will: there is nothing to look at until then. */
const WAITS_FOR_CONSENT = `COALESCE(h.cause IN ('reconnect_required', 'no_connection') AND NOT ${UNPROVEN}, false)`;
/** The customer's other faults end at the customer's; they are looked at as often as what works. */
const IN_TROUBLE = `COALESCE(h.cause NOT IN ${inSql(CUSTOMERS_AT_THE_API)}, false)`;
const FROM_CHECKABLE = `FROM ${SERVED}
  LEFT JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
  WHERE c."disconnectedAt" IS NULL AND g.state = 'active' AND NOT ${WAITS_FOR_CONSENT}
    AND g."accessExpiresAt" > $1::timestamptz + interval '${LIFE_LEFT_SECONDS} seconds'`;
const EVERY_SECONDS = `CASE WHEN ${IN_TROUBLE} THEN ${TROUBLE_SECONDS} ELSE ${HOUR_SECONDS} END`;
const IS_DUE = `(h."lastProbedAt" IS NULL OR ${UNPROVEN}
  OR h."lastProbedAt" <= $1::timestamptz - (${EVERY_SECONDS}) * interval '1 second')`;

/**
 * The share of all connections that is to be checked now, those first that waited longest. Each comes up once an hour,
 * and however many are due, no more than their share is asked for at once.
 *
 * @param everySeconds How often this is called.
 */
export function findDueChecks(
  { database, clock }: ReadDeps,
  { everySeconds }: { everySeconds: number },
): Promise<DueCheck[]> {
  return database.query<DueCheck>(
    `SELECT c."companyId", c."connectionType" ${FROM_CHECKABLE} AND ${IS_DUE}
     ORDER BY h."lastProbedAt" NULLS FIRST
     LIMIT (SELECT LEAST(ceil($2 * ${CATCH_UP} * COALESCE(sum(1.0 / (${EVERY_SECONDS})), 0)), $2 * ${MOST_A_MINUTE} / 60)
            ${FROM_CHECKABLE})`,
    [new Date(clock.nowMs()), everySeconds],
  );
}

/**
 * Connections to read again at once: the read that failed is older than their newest token set.
 *
 * @param grantIds Only of these grants; all of them otherwise.
 */
export function findUnproven(
  { database, clock }: ReadDeps,
  { grantIds }: { grantIds?: readonly string[] } = {},
): Promise<DueCheck[]> {
  return database.query<DueCheck>(
    `SELECT c."companyId", c."connectionType" ${FROM_CHECKABLE} AND ${UNPROVEN} AND h."readCause" IS NOT NULL
       AND ($2::text[] IS NULL OR g.id = ANY($2))
     ORDER BY h."lastProbedAt" LIMIT ${MOST_AT_ONCE}`,
    [new Date(clock.nowMs()), grantIds ?? null],
  );
}

/**
 * Checks a connection, if that is still due. What the check shows is on record.
 *
 * @returns Whether it was checked.
 */
export async function checkIfDue(deps: CheckDeps, { companyId, connectionType }: DueCheck): Promise<boolean> {
  const due = await deps.database.query(
    `SELECT 1 ${FROM_CHECKABLE} AND ${IS_DUE} AND c."companyId" = $2 AND c."connectionType" = $3`,
    [new Date(deps.clock.nowMs()), companyId, connectionType],
  );
  if (due.length === 0) return false;
  try {
    await actAs(HEALTH, () => checkConnection(deps, { companyId, connectionType }));
    return true;
  } catch (error) {
    // Disconnected in this moment.
    if (isCode(error, "no_connection")) return false;
    throw error;
  }
}
