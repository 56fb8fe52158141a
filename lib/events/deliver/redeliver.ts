import { recordAudit } from "@/lib/audit/record";
import type { EventDelivery, EventEndpoint, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { webhookWords } from "@/lib/webhooks";
import type { EventDeps } from "../deps";
import { TAKES_SQL } from "../relay";

const BATCH = 1_000;

type RecordDeps = Pick<EventDeps, "database" | "clock">;

/** As if nobody had tried it. */
const ANEW = `attempts = 0, "deliveredAt" = NULL, "lastStatus" = NULL, "lastError" = NULL`;

/**
 * Sends one message again, with the same id: at once, and then as often as a new one.
 *
 * @throws {CountersignError} `not_found`; `invalid_input` while its endpoint is off.
 */
export async function redeliver({ database, clock }: RecordDeps, deliveryId: string): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const [delivery] = await tx.query<Pick<EventDelivery, "endpointId" | "eventId">>(
      `SELECT "endpointId", "eventId" FROM "EventDelivery" WHERE id = $1`,
      [deliveryId],
    );
    if (!delivery) throw new CountersignError("not_found", "This message does not exist any more.");
    const url = await requireOn(tx, delivery.endpointId);
    await tx.query(`UPDATE "EventDelivery" SET ${ANEW}, "nextAttemptAt" = $2 WHERE id = $1`, [
      deliveryId,
      new Date(atMs),
    ]);
    await auditAgain(tx, delivery.endpointId, `Event ${delivery.eventId} to ${webhookWords(url)}.`, atMs);
  });
}

/**
 * Sends an endpoint every event above a place in the feed that it takes, whether it got it before or not.
 *
 * @returns How many.
 * @throws {CountersignError} `not_found`; `invalid_input` while the endpoint is off, or for what is no place.
 */
export async function redeliverSince(
  { database, clock }: RecordDeps,
  endpointId: string,
  position: number,
): Promise<number> {
  if (!Number.isSafeInteger(position) || position < 0) {
    const message = "A place in the feed is a whole number: 0 is before the first event.";
    throw new CountersignError("invalid_input", message, { field: "position" });
  }
  const atMs = clock.nowMs();
  // Nothing is sent that the audit log can't say was asked for.
  await database.transaction(async (tx) => {
    const url = await requireOn(tx, endpointId);
    await auditAgain(tx, endpointId, `Everything since ${position} to ${webhookWords(url)}.`, atMs);
  });
  let sent = 0;
  for (let after: number | undefined = position; after !== undefined; ) {
    const from: number = after;
    const batch = await database.transaction((tx) => sendBatch(tx, endpointId, from, new Date(atMs)));
    sent += batch.sent;
    after = batch.last;
  }
  return sent;
}

async function sendBatch(tx: Sql, endpointId: string, after: number, at: Date) {
  await requireOn(tx, endpointId);
  const events = await tx.query<{ place: number }>(
    `WITH taken AS (
       SELECT e.id, e.position FROM "Event" e JOIN "EventEndpoint" p ON p.id = $1 AND ${TAKES_SQL}
       WHERE e.position > $2 ORDER BY e.position LIMIT ${BATCH}),
     again AS (
       INSERT INTO "EventDelivery" (id, "eventId", "endpointId", position, "nextAttemptAt", "createdAt")
       SELECT gen_random_uuid()::text, id, $1, position, $3, $3 FROM taken
       ON CONFLICT ("eventId", "endpointId") DO UPDATE SET ${ANEW}, "nextAttemptAt" = $3)
     SELECT position::float8 AS place FROM taken ORDER BY position`,
    [endpointId, after, at],
  );
  const last = events.length === BATCH ? events.at(-1)?.place : undefined;
  return { sent: events.length, last };
}

/** Keeps an endpoint from being turned off before the transaction ends. @returns Its URL. */
async function requireOn(tx: Sql, id: string): Promise<string> {
  const [endpoint] = await tx.query<Pick<EventEndpoint, "url" | "disabledAt">>(
    `SELECT url, "disabledAt" FROM "EventEndpoint" WHERE id = $1 AND "removedAt" IS NULL FOR SHARE`,
    [id],
  );
  if (!endpoint) throw new CountersignError("not_found", "This endpoint does not exist any more.");
  if (!endpoint.disabledAt) return endpoint.url;
  throw new CountersignError("invalid_input", "This endpoint is off.", { nextStep: "Turn it on first." });
}

async function auditAgain(tx: Sql, endpointId: string, note: string, atMs: number): Promise<void> {
  await recordAudit(tx, {
    operation: "event.redeliver",
    outcome: "success",
    via: ["POST", `/event-endpoints/${endpointId}/again`],
    responseStatus: 202,
    errorMessage: note,
    atMs,
  });
}
