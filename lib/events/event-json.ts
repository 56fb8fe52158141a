import { z } from "zod";
import type { Event, Narrowed } from "@/lib/db";
import type { EventDeps } from "./deps";
import { dataSchemas, type EventType, time } from "./record/event-data";

const common = {
  /** The same in the feed, in every message and at every attempt. */
  id: z.string(),
  timestamp: time,
  /** Place in the feed: an event with a lower one never appears later. */
  position: z.int(),
  /** Counts the events of one connection, without gaps; null for what concerns none. */
  sequence: z.int().nullable(),
  company: z.string().nullable(),
  provider: z.string().nullable(),
};

const eventOf = <T extends EventType>(type: T) =>
  z.object({ ...common, type: z.literal(type), data: dataSchemas[type] });

/** An event as the feed and the messages to endpoints give it. */
export const eventSchema = z.discriminatedUnion("type", [
  eventOf("connection.connected"),
  eventOf("connection.reconnected"),
  eventOf("connection.broken"),
  eventOf("connection.recovered"),
  eventOf("connection.expiring"),
  eventOf("connection.disconnected"),
  eventOf("connection.wrong_organisation_refused"),
  eventOf("incident.opened"),
  eventOf("incident.closed"),
  eventOf("import.finished"),
  eventOf("key.expiring"),
]);

export type EventJson = z.infer<typeof eventSchema>;

/** An event that has its place. */
export type EventRow = Narrowed<
  Pick<
    Event,
    | "id"
    | "type"
    | "companyId"
    | "connectionType"
    | "connectionId"
    | "sealedTenantId"
    | "data"
    | "at"
    | "sequence"
  >,
  { type: EventType }
> & { position: number };

export const EVENT_COLUMNS = `e.id, e.type, e."companyId", e."connectionType", e."connectionId", e."sealedTenantId", e.data, e.at,
  e.position::float8 AS position, e.sequence`;

/** @throws {CountersignError} `misconfigured` when this process lacks the key of the organisation's id. */
export function eventJson({ tenantIds }: Pick<EventDeps, "tenantIds">, row: EventRow): EventJson {
  return {
    id: row.id,
    type: row.type,
    timestamp: row.at.toISOString(),
    position: row.position,
    sequence: row.sequence,
    company: row.companyId || null,
    provider: row.connectionType || null,
    data: dataOf(tenantIds, row),
  } as EventJson;
}

function dataOf(
  tenantIds: EventDeps["tenantIds"],
  { connectionId, connectionType, sealedTenantId, data }: EventRow,
): unknown {
  if (!sealedTenantId) return data;
  const { organisation } = data as { organisation: { name: string } };
  const id = tenantIds.idOf({ id: connectionId ?? "", connectionType, tenantId: null, sealedTenantId });
  return { organisation: { id, ...organisation } };
}
