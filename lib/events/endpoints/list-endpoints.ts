import type { EventDelivery, EventEndpoint, Narrowed, ReadDeps } from "@/lib/db";
import { joinPerson } from "@/lib/people/views";
import { shownName, shownText } from "@/lib/shown-text";
import { webhookWords } from "@/lib/webhooks";
import type { EventType } from "../record/event-data";

/** Of so many of an endpoint's newest messages the failed ones are counted. */
export const JUDGED_MESSAGES = 100;

/** An endpoint as the screens list it. Holds no secret. */
export interface EndpointView
  extends Narrowed<
    Pick<
      EventEndpoint,
      | "id"
      | "types"
      | "allCompanies"
      | "companyIds"
      | "createdAt"
      | "disabledAt"
      | "disabledWhy"
      | "previousUntil"
    >,
    { types: EventType[]; disabledWhy: "person" | "gone" | "failed" | null }
  > {
  /** Without its path, which may hold the receiver's secret. */
  target: string;
  createdByName: string;
  /** The newest message that was tried. */
  last: Pick<EventDelivery, "deliveredAt" | "lastStatus" | "lastError" | "nextAttemptAt"> | null;
  /** How many of the newest messages wait, and how many failed so far or for good. */
  waiting: number;
  failed: number;
}

interface EndpointRow extends Omit<EndpointView, "target" | "last">, NonNullable<EndpointView["last"]> {
  url: string;
  wasTried: boolean;
}

const ENDPOINTS = `SELECT p.id, p.url, p.types, p."allCompanies", p."companyIds", p."createdAt", p."disabledAt",
    p."disabledWhy", CASE WHEN p."previousUntil" > $1 THEN p."previousUntil" END AS "previousUntil",
    COALESCE(u.name, p."createdBy") AS "createdByName", newest.waiting, newest.failed,
    last.id IS NOT NULL AS "wasTried", last."deliveredAt", last."lastStatus", last."lastError", last."nextAttemptAt"
  FROM "EventEndpoint" p ${joinPerson('p."createdBy"')}
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d."nextAttemptAt" IS NOT NULL)::int AS waiting,
      count(*) FILTER (WHERE d."deliveredAt" IS NULL AND d."lastError" IS NOT NULL)::int AS failed
    FROM (SELECT r."nextAttemptAt", r."deliveredAt", r."lastError" FROM "EventDelivery" r
          WHERE r."endpointId" = p.id ORDER BY r.position DESC LIMIT ${JUDGED_MESSAGES}) d) newest
  LEFT JOIN LATERAL (
    SELECT d.id, d."deliveredAt", d."lastStatus", d."lastError", d."nextAttemptAt" FROM "EventDelivery" d
    WHERE d."endpointId" = p.id AND d.attempts > 0 ORDER BY d.position DESC LIMIT 1) last ON true
  WHERE p."removedAt" IS NULL`;

/** Endpoints that were not removed, oldest first; there are few. */
export async function listEndpoints({ database, clock }: ReadDeps): Promise<EndpointView[]> {
  const rows = await database.query<EndpointRow>(`${ENDPOINTS} ORDER BY p."createdAt", p.id LIMIT 100`, [
    new Date(clock.nowMs()),
  ]);
  return rows.map(viewOf);
}

export async function findEndpoint(
  { database, clock }: ReadDeps,
  id: string,
): Promise<EndpointView | undefined> {
  const [row] = await database.query<EndpointRow>(`${ENDPOINTS} AND p.id = $2`, [
    new Date(clock.nowMs()),
    id,
  ]);
  return row && viewOf(row);
}

function viewOf(row: EndpointRow): EndpointView {
  const { url, wasTried, deliveredAt, lastStatus, lastError, nextAttemptAt, ...rest } = row;
  return {
    ...rest,
    target: webhookWords(url),
    createdByName: shownName(row.createdByName),
    last: wasTried
      ? { deliveredAt, lastStatus, nextAttemptAt, lastError: lastError && shownText(lastError) }
      : null,
  };
}
