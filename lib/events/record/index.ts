import { newId, type Sql } from "@/lib/db";
import { connections } from "@/lib/token/views";
import { EVENT_CHANNEL, RECORDED } from "./channel";
import type { EventData, EventType } from "./event-data";

type RecordedData<Data> = Data extends { organisation: { name: string } }
  ? { organisation: { name: string } }
  : Data;

/** What happened, as the verb that brought it about tells the surrounding product. Its data is closed by its type. */
export type RecordedEvent<T extends EventType = EventType> = T extends EventType
  ? {
      type: T;
      /** The company and the provider concerned, if any: the connection between them is looked up. */
      about: { companyId?: string; connectionType?: string };
      /** Holds no token and no secret. An organisation's id is the connection's as it is now. */
      data: RecordedData<EventData[T]>;
      atMs: number;
    }
  : never;

/**
 * Writes an event in the transaction of its change: what is rolled back is told to nobody, and what is committed is told
 * at least once.
 */
export async function recordEvent(tx: Sql, { type, about, data, atMs }: RecordedEvent): Promise<void> {
  const { companyId = "", connectionType = "" } = about;
  await tx.query(
    `INSERT INTO "Event" (id, type, "companyId", "connectionType", "connectionId", environment, "sealedTenantId", data, at)
     SELECT $1, $2, $3, $4, c.id, c.environment, CASE WHEN $5::jsonb ? 'organisation' THEN c."sealedTenantId" END,
       CASE WHEN $5::jsonb ? 'organisation' AND c."tenantId" IS NOT NULL
         THEN jsonb_set($5::jsonb, '{organisation,id}', to_jsonb(c."tenantId")) ELSE $5::jsonb END, $6
     FROM (SELECT 1) AS one LEFT JOIN ${connections("c")} ON c."companyId" = $3 AND c."connectionType" = $4`,
    [newId(atMs), type, companyId, connectionType, JSON.stringify(data), new Date(atMs)],
  );
  await tx.query("SELECT pg_notify($1, $2)", [EVENT_CHANNEL, RECORDED]);
}
