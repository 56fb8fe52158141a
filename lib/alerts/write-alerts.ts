import type { Actor } from "@/lib/actor";
import { type AuditEvent, NO_ANSWER, recordAudits } from "@/lib/audit/record";
import { type AlertChannel, type AlertDelivery, type Narrowed, newId, type Sql } from "@/lib/db";
import { joinPerson } from "@/lib/people/views";
import type { AlertPayload, AlertRow } from "./payload";
import { hears, RECEIVER_COLUMNS, type Receiver } from "./people/audience";

const ALERT_COLUMNS = `id, kind, "subjectId", "companyId", "connectionType", "raisedAt", "endedAt"`;

/** The audit log's actor for what alerts do by themselves. */
export const ALERTS: Actor = { kind: "system", id: "alerts" };

type Subject = Pick<AlertRow, "kind" | "subjectId" | "companyId" | "connectionType">;

/** Opens an alert for each problem that has none, with its audit row. @returns Those that were opened. */
export async function openAlerts(tx: Sql, subjects: readonly Subject[], atMs: number): Promise<AlertRow[]> {
  if (subjects.length === 0) return [];
  const opened = await tx.query<AlertRow>(
    `INSERT INTO "Alert" (id, kind, "subjectId", "companyId", "connectionType", "raisedAt")
     SELECT *, $6::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
     ON CONFLICT DO NOTHING RETURNING ${ALERT_COLUMNS}`,
    [
      subjects.map(() => newId(atMs)),
      subjects.map(({ kind }) => kind),
      subjects.map(({ subjectId }) => subjectId),
      subjects.map(({ companyId }) => companyId),
      subjects.map(({ connectionType }) => connectionType),
      new Date(atMs),
    ],
  );
  await recordAudits(
    tx,
    opened.map((alert) => auditOf(alert, "alert.raise", undefined, atMs)),
  );
  return opened;
}

/** Ends alerts that are still open, with their audit rows. @returns Those that were. */
export async function closeAlerts(
  tx: Sql,
  endings: readonly { alertId: string; why: string }[],
  atMs: number,
): Promise<AlertRow[]> {
  if (endings.length === 0) return [];
  const closed = await tx.query<AlertRow>(
    `UPDATE "Alert" SET "endedAt" = $2 WHERE id = ANY($1) AND "endedAt" IS NULL RETURNING ${ALERT_COLUMNS}`,
    [endings.map(({ alertId }) => alertId), new Date(atMs)],
  );
  const why = new Map(endings.map((ending) => [ending.alertId, ending.why]));
  await recordAudits(
    tx,
    closed.map((alert) => auditOf(alert, "alert.end", why.get(alert.id), atMs)),
  );
  return closed;
}

function auditOf(
  { id, kind, companyId, connectionType }: AlertRow,
  operation: "alert.raise" | "alert.end",
  note: string | undefined,
  atMs: number,
): AuditEvent {
  return {
    operation,
    outcome: "success",
    by: ALERTS,
    about: { companyId, connectionType },
    via: ["EVENT", alertPath(id)],
    responseStatus: NO_ANSWER,
    errorMessage: [KIND_WORDS[kind], note].filter(Boolean).join(" "),
    atMs,
  };
}

const KIND_WORDS: Record<AlertRow["kind"], string> = {
  needs_reconnecting: "Needs reconnecting.",
  expiring_soon: "Expiring soon.",
  provider_incident: "Provider incident.",
  key_expiring: "API key expiring.",
  ended_key_used: "Ended API key in use.",
  endpoint_disabled: "A receiver was turned off.",
  provider_addresses: "A provider names other addresses.",
};

/** What every audit row about one alert has as its endpoint. */
export const alertPath = (alertId: string) => `/alerts/${alertId}`;

type OpenChannel = Pick<AlertChannel, "id"> & Receiver;

/** Channels that are on. They can't be turned off or removed before the transaction has put its messages to them. */
export function openChannels(tx: Sql): Promise<OpenChannel[]> {
  return tx.query<OpenChannel>(
    `SELECT c.id, ${RECEIVER_COLUMNS} FROM "AlertChannel" c ${joinPerson('c."userId"')}
     WHERE c."disabledAt" IS NULL AND c."removedAt" IS NULL ORDER BY c.id FOR SHARE OF c`,
  );
}

/** Those of the channels that are to hear of an alert's beginning. */
export function hearersOf(channels: readonly OpenChannel[], { kind }: AlertRow): string[] {
  return channels.filter((channel) => hears(channel, kind, "raised")).map(({ id }) => id);
}

/** For each alert, the channels that heard of its beginning, or still will, and are on: nobody else hears of its end. */
export async function channelsOf(tx: Sql, alerts: readonly AlertRow[]): Promise<Map<string, string[]>> {
  const told = new Map<string, string[]>();
  if (alerts.length === 0) return told;
  const kinds = new Map(alerts.map(({ id, kind }) => [id, kind]));
  const rows = await tx.query<
    Narrowed<Pick<AlertDelivery, "alertId" | "channelId">, { alertId: string }> & Receiver
  >(
    `SELECT d."alertId", d."channelId", ${RECEIVER_COLUMNS}
     FROM "AlertDelivery" d JOIN "AlertChannel" c ON c.id = d."channelId" ${joinPerson('c."userId"')}
     WHERE d."alertId" = ANY($1) AND d.event = 'raised' AND c."disabledAt" IS NULL AND c."removedAt" IS NULL
       AND (d."deliveredAt" IS NOT NULL OR d."nextAttemptAt" IS NOT NULL)`,
    [alerts.map(({ id }) => id)],
  );
  for (const { alertId, channelId, ...receiver } of rows) {
    if (!hears(receiver, kinds.get(alertId) ?? null, "recovered")) continue;
    told.set(alertId, [...(told.get(alertId) ?? []), channelId]);
  }
  return told;
}

interface Message {
  alert: AlertRow;
  payload: AlertPayload | null;
  channelIds: readonly string[];
}

/** Puts each message to each of its channels, to be sent from now on. @returns How many. */
export async function tell(tx: Sql, atMs: number, messages: readonly Message[]): Promise<number> {
  const rows = messages.flatMap(({ alert, payload, channelIds }) =>
    payload ? channelIds.map((channelId) => ({ alertId: alert.id, channelId, payload })) : [],
  );
  if (rows.length === 0) return 0;
  const written = await tx.query(
    `INSERT INTO "AlertDelivery" (id, "alertId", "channelId", event, payload, "nextAttemptAt", "createdAt")
     SELECT id, "alertId", "channelId", event, payload::jsonb, $6::timestamptz, $6::timestamptz
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       AS t (id, "alertId", "channelId", event, payload)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      rows.map(() => newId(atMs)),
      rows.map(({ alertId }) => alertId),
      rows.map(({ channelId }) => channelId),
      rows.map(({ payload }) => payload.type.slice("alert.".length)),
      rows.map(({ payload }) => JSON.stringify(payload)),
      new Date(atMs),
    ],
  );
  return written.length;
}
