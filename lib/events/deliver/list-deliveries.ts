import { COMPANY_NAMES } from "@/lib/companies/views";
import type { Event, EventDelivery, Narrowed, ReadDeps } from "@/lib/db";
import { shownName, shownText } from "@/lib/shown-text";
import type { EventType } from "../record/event-data";

const DELIVERIES_PAGE_SIZE = 50;

/** One event to one endpoint, and what came of it. */
export interface EventDeliveryView
  extends Pick<
      EventDelivery,
      | "id"
      | "eventId"
      | "attempts"
      | "nextAttemptAt"
      | "deliveredAt"
      | "lastStatus"
      | "lastError"
      | "createdAt"
    >,
    Narrowed<Pick<Event, "type" | "sequence" | "companyId" | "connectionType">, { type: EventType }> {
  position: number;
  companyName: string | null;
}

export interface DeliveryPage {
  deliveries: EventDeliveryView[];
  /** Where the next older and the next newer page begin; null where there is none. */
  older: number | null;
  newer: number | null;
}

/** One page of an endpoint's messages, newest event first. @param cursor The place of an event in the feed. */
export async function listEventDeliveries(
  { database }: Pick<ReadDeps, "database">,
  endpointId: string,
  cursor?: { position: number; towards: "older" | "newer" },
): Promise<DeliveryPage> {
  const forwards = cursor?.towards === "newer";
  const order = forwards ? "ASC" : "DESC";
  const found = await database.query<EventDeliveryView>(
    `SELECT d.id, d."eventId", d.attempts, d."nextAttemptAt", d."deliveredAt", d."lastStatus", d."lastError",
       d."createdAt", d.position::float8 AS position, e.type, e.sequence, e."companyId", e."connectionType", named.name AS "companyName"
     FROM "EventDelivery" d JOIN "Event" e ON e.id = d."eventId"
       LEFT JOIN ${COMPANY_NAMES} ON named.id = e."companyId"
     WHERE d."endpointId" = $1 ${cursor ? `AND d.position ${forwards ? ">" : "<"} $2` : ""}
     ORDER BY d.position ${order} LIMIT ${DELIVERIES_PAGE_SIZE + 1}`,
    cursor ? [endpointId, cursor.position] : [endpointId],
  );
  const more = found.length > DELIVERIES_PAGE_SIZE;
  const deliveries = found.slice(0, DELIVERIES_PAGE_SIZE).map((row) => ({
    ...row,
    companyName: row.companyName && shownName(row.companyName),
    lastError: row.lastError && shownText(row.lastError),
  }));
  if (forwards) deliveries.reverse();
  return {
    deliveries,
    older: forwards || more ? (deliveries.at(-1)?.position ?? null) : null,
    newer: (forwards ? more : cursor) ? (deliveries[0]?.position ?? null) : null,
  };
}
