import type { Sql } from "@/lib/db";
import { eventEndpoints } from "@/lib/events/views";
import { DEAD_WORDS, type DeadWhy, webhookWords } from "@/lib/webhooks";
import { type AlertPayload, type AlertRow, payloadOf } from "../payload";

/** A receiver that was turned off because it takes nothing any more: of events, or of alerts. */
export interface DeadReceiver {
  id: string;
  of: "events" | "alerts";
  url: string;
  why: DeadWhy;
  since: Date;
}

const RECEIVERS = `(
    SELECT p.id, 'events' AS of, p.url, p."disabledWhy" AS why, p."disabledAt" AS since, p."removedAt" FROM ${eventEndpoints("p")}
    UNION ALL
    SELECT c.id, 'alerts', c.target, c."disabledWhy", c."disabledAt", c."removedAt" FROM "AlertChannel" c) r`;
const IS_DEAD = `r.why IN ('gone', 'failed') AND r."removedAt" IS NULL`;

/** Those that nobody was told of. */
export function findDeadReceivers(sql: Sql, limit: number): Promise<DeadReceiver[]> {
  return sql.query<DeadReceiver>(
    `SELECT r.id, r.of, r.url, r.why, r.since FROM ${RECEIVERS}
     WHERE ${IS_DEAD} AND NOT EXISTS (
       SELECT 1 FROM "Alert" a WHERE a.kind = 'endpoint_disabled' AND a."subjectId" = r.id AND a."endedAt" IS NULL)
     ORDER BY r.id LIMIT $1`,
    [limit],
  );
}

/** A receiver that is on again, or was removed. */
export interface RevivedReceiver extends Pick<DeadReceiver, "id" | "of" | "url"> {
  alertId: string;
  isRemoved: boolean;
}

export function findRevivedReceivers(sql: Sql, limit: number): Promise<RevivedReceiver[]> {
  return sql.query<RevivedReceiver>(
    `SELECT a.id AS "alertId", r.id, r.of, r.url, r."removedAt" IS NOT NULL AS "isRemoved"
     FROM "Alert" a JOIN ${RECEIVERS} ON r.id = a."subjectId"
     WHERE a.kind = 'endpoint_disabled' AND a."endedAt" IS NULL AND (${IS_DEAD}) IS NOT TRUE
     ORDER BY a.id LIMIT $1`,
    [limit],
  );
}

const placeOf = ({ of, id }: Pick<DeadReceiver, "of" | "id">, appUrl: string) =>
  of === "events" ? `${appUrl}/settings/events/${id}` : `${appUrl}/settings`;

const NEXT_STEP = {
  events: "Turn it on again under Settings → Events once it works, and send again what it missed.",
  alerts: "Turn it on again under Settings once it works.",
} as const;

export function deadPayload(alert: AlertRow, receiver: DeadReceiver, appUrl: string): AlertPayload {
  const { of, url, why, since } = receiver;
  const words = {
    title: `The receiver of ${of} at ${webhookWords(url)} was turned off`,
    sentence: `${DEAD_WORDS[why]} It gets no more ${of}.`,
    nextStep: NEXT_STEP[of],
    owner: "us",
  } as const;
  return payloadOf(alert, "raised", words, { ...NOBODYS, url: placeOf(receiver, appUrl), since });
}

export function revivedPayload(alert: AlertRow, receiver: RevivedReceiver, appUrl: string): AlertPayload {
  const { of, url, isRemoved } = receiver;
  const words = {
    title: `The receiver of ${of} at ${webhookWords(url)} ${isRemoved ? "was removed" : "is on again"}`,
    sentence: isRemoved ? "A person removed it." : `It gets ${of} again.`,
    nextStep: "",
    owner: null,
  };
  return payloadOf(alert, "recovered", words, { ...NOBODYS, url: placeOf(receiver, appUrl), since: null });
}

const NOBODYS = { provider: null, company: null, organisation: null, companies: null, deadline: null };
