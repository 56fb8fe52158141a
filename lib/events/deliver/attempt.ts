import { CountersignError, isCode } from "@/lib/errors";
import { MINUTE_MS } from "@/lib/time/durations";
import { GONE, goodSecrets, nextAttemptAt, postWebhook, SendFailure } from "@/lib/webhooks";
import type { EventDeps } from "../deps";
import { turnOffEndpoint } from "../endpoints/turn-off-endpoint";
import { eventJson } from "../event-json";
import type { ClaimedMessage } from "./claim";

interface Outcome {
  delivered: boolean;
  /** Null when there was no answer. */
  status: number | null;
  /** Why it did not arrive; null when it did. */
  error: string | null;
}

/** Sends a claimed message and puts down what came of it. No transaction is open meanwhile. */
export async function attempt(deps: EventDeps, message: ClaimedMessage): Promise<Outcome> {
  let lacksKey = false;
  const outcome = await send(deps, message).then(
    ({ status }): Outcome => ({ delivered: true, status, error: null }),
    (error): Outcome => {
      lacksKey = isCode(error, "misconfigured");
      return { delivered: false, ...reasonOf(deps, message, error) };
    },
  );
  if (lacksKey) await leaveToOthers(deps, message, outcome.error);
  else await settle(deps, message, outcome);
  return outcome;
}

async function send({ network, secrets, tenantIds, clock }: EventDeps, message: ClaimedMessage) {
  const { id, url, endpointId, sealedSecret, previousUntil } = message;
  if (!sealedSecret) throw new SendFailure("The endpoint was removed.");
  const kept = secrets.decrypt(sealedSecret, { table: "EventEndpoint", rowId: endpointId, target: url });
  const atMs = clock.nowMs();
  const body = JSON.stringify(eventJson({ tenantIds }, message));
  return postWebhook(network, { url, secrets: goodSecrets(kept, previousUntil, atMs), id, body, atMs });
}

/** Another process has the key that this one lacks: the message is as if nobody had tried to send it. */
async function leaveToOthers(
  { database, clock, log }: EventDeps,
  { deliveryId, attempts }: ClaimedMessage,
  reason: string | null,
): Promise<void> {
  log.error({ deliveryId, error: reason }, "An event is left to other processes");
  await database.query(
    `UPDATE "EventDelivery" SET attempts = attempts - 1, "nextAttemptAt" = $2
     WHERE id = $1 AND attempts = $3 AND "nextAttemptAt" IS NOT NULL`,
    [deliveryId, new Date(clock.nowMs() + MINUTE_MS), attempts],
  );
}

function reasonOf({ log }: EventDeps, { deliveryId }: ClaimedMessage, error: unknown) {
  if (error instanceof SendFailure) return { status: error.status, error: error.message };
  if (error instanceof CountersignError) return { status: null, error: error.message };
  const reason = error instanceof Error ? error.message : "unknown";
  log.error({ deliveryId, error: reason }, "An event could not be sent");
  return { status: null, error: "Something failed on our side; the log says what." };
}

async function settle(
  { database, clock, random }: EventDeps,
  { deliveryId, endpointId, attempts }: ClaimedMessage,
  { delivered, status, error }: Outcome,
): Promise<void> {
  const atMs = clock.nowMs();
  const next = delivered || status === GONE ? null : nextAttemptAt(attempts, atMs, random);
  const isDead = !delivered && next === null;
  await database.transaction(async (tx) => {
    // Before its messages, as whoever turns an endpoint off does: two attempts that end it take turns.
    if (isDead) await tx.query(`SELECT 1 FROM "EventEndpoint" WHERE id = $1 FOR UPDATE`, [endpointId]);
    // An attempt that outlived its lease is put down only if it succeeded; the next attempt puts down the rest.
    const settled = await tx.query(
      `UPDATE "EventDelivery" SET "lastStatus" = $2, "lastError" = $3, "nextAttemptAt" = $4, "deliveredAt" = $5
       WHERE id = $1 AND "deliveredAt" IS NULL AND ($5::timestamptz IS NOT NULL
         OR (attempts = $6 AND "nextAttemptAt" IS NOT NULL)) RETURNING 1`,
      [deliveryId, status, error, next, delivered ? new Date(atMs) : null, attempts],
    );
    if (settled.length > 0 && isDead)
      await turnOffEndpoint(tx, endpointId, status === GONE ? "gone" : "failed", atMs);
  });
}
