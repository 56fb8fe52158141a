import { joinCompany } from "@/lib/companies/views";
import type { AlertChannel, AlertDelivery, ReadDeps, Sql } from "@/lib/db";
import { apiKeys, joinPerson } from "@/lib/people/views";
import { shownName, shownText } from "@/lib/shown-text";
import type { ChannelKind } from "./deps";
import type { AlertEvent, AlertRow } from "./payload";
import { targetWords } from "./target-words";

export const ALERTS_PAGE_SIZE = 30;

/** A channel as the settings page lists it. Holds no secret. */
export interface ChannelView {
  id: string;
  kind: ChannelKind;
  /** An e-mail address; of a webhook its host, because the path may hold the receiver's secret. */
  target: string;
  createdByName: string;
  createdAt: Date;
  disabledAt: Date | null;
  /** Who turned it off: a person, the receiver's 410, or a message that failed every attempt. */
  disabledWhy: "person" | "gone" | "failed" | null;
}

/** One message to one channel, and what came of it. */
export interface DeliveryView
  extends Pick<
      AlertDelivery,
      "id" | "alertId" | "attempts" | "createdAt" | "deliveredAt" | "lastStatus" | "lastError"
    >,
    Pick<AlertChannel, "target"> {
  event: AlertEvent;
  title: string;
  sentence: string;
  channelKind: ChannelKind;
  /** When it is tried again; null when it was delivered or given up. */
  nextAttemptAt: Date | null;
}

/** One problem, and whom we told what of it. */
export interface AlertView extends AlertRow {
  companyName: string | null;
  /** Of the API key that it is about, if it is about one. */
  keyName: string | null;
  deliveries: DeliveryView[];
}

export interface AlertPage {
  alerts: AlertView[];
  older: AlertPlace | null;
  newer: AlertPlace | null;
}

/** Where a page of the history begins or ends. */
export interface AlertPlace {
  atMs: number;
  id: string;
}

/** Channels that were not removed, oldest first; there are few. */
export async function listChannels({ database }: Pick<ReadDeps, "database">): Promise<ChannelView[]> {
  const rows = await database.query<ChannelView>(
    `SELECT c.id, c.kind, c.target, COALESCE(u.name, c."createdBy") AS "createdByName", c."createdAt", c."disabledAt",
       c."disabledWhy"
     FROM "AlertChannel" c ${joinPerson('c."createdBy"')}
     WHERE c."removedAt" IS NULL AND c."userId" IS NULL ORDER BY c."createdAt", c.id LIMIT 100`,
  );
  return rows.map((row) => ({
    ...row,
    target: targetWords(row.kind, row.target),
    createdByName: shownName(row.createdByName),
  }));
}

const DELIVERY_TABLES = `"AlertDelivery" d JOIN "AlertChannel" c ON c.id = d."channelId" ${joinPerson('c."userId"')}`;
const DELIVERY_COLUMNS = `d.id, d."alertId", d.event, d.payload #>> '{data,title}' AS title,
  d.payload #>> '{data,sentence}' AS sentence, c.kind AS "channelKind", c.target, u.name AS "personName", d.attempts, d."createdAt",
  d."nextAttemptAt", d."deliveredAt", d."lastStatus", d."lastError"`;

/** The newest messages, tests included. */
export async function listDeliveries(
  { database }: Pick<ReadDeps, "database">,
  limit: number,
): Promise<DeliveryView[]> {
  const rows = await database.query<DeliveryRow>(
    `SELECT ${DELIVERY_COLUMNS} FROM ${DELIVERY_TABLES}
     ORDER BY d.id DESC LIMIT $1`,
    [limit],
  );
  return rows.map(shown);
}

/** One page of all alerts, newest first, each with its messages. */
export async function listAlerts(
  { database }: Pick<ReadDeps, "database">,
  cursor?: AlertPlace & { towards: "older" | "newer" },
): Promise<AlertPage> {
  const forwards = cursor?.towards === "newer";
  const order = forwards ? "ASC" : "DESC";
  const found = await database.query<AlertView>(
    `SELECT a.id, a.kind, a."subjectId", a."companyId", o.name AS "companyName", a."connectionType", a."raisedAt",
       a."endedAt", k.name AS "keyName"
     FROM "Alert" a LEFT ${joinCompany('a."companyId"')} LEFT JOIN ${apiKeys("k")} ON k.id = a."subjectId"
     ${cursor ? `WHERE (a."raisedAt", a.id) ${forwards ? ">" : "<"} ($1, $2)` : ""}
     ORDER BY a."raisedAt" ${order}, a.id ${order} LIMIT ${ALERTS_PAGE_SIZE + 1}`,
    cursor ? [new Date(cursor.atMs), cursor.id] : [],
  );
  const alerts = found.slice(0, ALERTS_PAGE_SIZE);
  const more = found.length > ALERTS_PAGE_SIZE;
  if (forwards) alerts.reverse();
  const deliveries = await deliveriesOf(
    database,
    alerts.map(({ id }) => id),
  );
  return {
    alerts: alerts.map((alert) => ({
      ...alert,
      companyName: alert.companyName && shownName(alert.companyName),
      keyName: alert.keyName && shownName(alert.keyName),
      deliveries: deliveries.get(alert.id) ?? [],
    })),
    older: (forwards || more) && alerts.length > 0 ? placeOf(alerts.at(-1)) : null,
    newer: (forwards ? more : cursor) && alerts.length > 0 ? placeOf(alerts[0]) : null,
  };
}

function placeOf(alert: AlertView | undefined): AlertPlace | null {
  return alert ? { atMs: alert.raisedAt.getTime(), id: alert.id } : null;
}

/** Two for each alert and channel at most. */
async function deliveriesOf(sql: Sql, alertIds: readonly string[]): Promise<Map<string, DeliveryView[]>> {
  const rows = await sql.query<DeliveryRow>(
    `SELECT ${DELIVERY_COLUMNS} FROM ${DELIVERY_TABLES}
     WHERE d."alertId" = ANY($1) ORDER BY d."createdAt", d.id`,
    [alertIds],
  );
  const byAlert = new Map<string, DeliveryView[]>();
  for (const row of rows.map(shown)) {
    const alertId = row.alertId ?? "";
    byAlert.set(alertId, [...(byAlert.get(alertId) ?? []), row]);
  }
  return byAlert;
}

type DeliveryRow = DeliveryView & { personName: string | null };

function shown({ personName, ...row }: DeliveryRow): DeliveryView {
  return {
    ...row,
    target: targetWords(row.channelKind, row.target, personName),
    title: shownText(row.title),
    sentence: shownText(row.sentence),
    lastError: row.lastError && shownText(row.lastError),
  };
}
