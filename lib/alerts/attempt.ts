import { recordAudit } from "@/lib/audit/record";
import { CountersignError, isCode } from "@/lib/errors";
import { MailFailure } from "@/lib/mail";
import { MINUTE_MS } from "@/lib/time/durations";
import { GONE, goodSecrets, nextAttemptAt, postWebhook, SendFailure } from "@/lib/webhooks";
import type { ClaimedDelivery } from "./claim";
import type { AlertDeps } from "./deps";
import { mailTextOf } from "./email/mail-text";
import { hears } from "./people/audience";
import { targetWords } from "./target-words";
import { turnOffChannel } from "./turn-off-channel";
import { ALERTS, alertPath } from "./write-alerts";

/** What the audit rows about a channel's tests have as their endpoint. */
export const testPath = (channelId: string) => `/alert-channels/${channelId}/test`;

/** What came of one attempt. */
export interface Attempt {
  delivered: boolean;
  /** HTTP status or SMTP reply code; null when there was no answer. */
  status: number | null;
  /** Why it did not arrive; null when it did. */
  error: string | null;
}

/** Sends a claimed message and puts down what came of it, with its audit row. No transaction is open meanwhile. */
export async function attempt(deps: AlertDeps, delivery: ClaimedDelivery): Promise<Attempt> {
  const startedMs = deps.clock.nowMs();
  let lacksKey = false;
  const outcome = await send(deps, delivery).then(
    ({ status }): Attempt => ({ delivered: true, status, error: null }),
    (error): Attempt => {
      lacksKey = isCode(error, "misconfigured");
      return { delivered: false, ...reasonOf(deps, delivery, error) };
    },
  );
  if (lacksKey && delivery.event !== "test") await leaveToOthers(deps, delivery, outcome.error);
  else await settle(deps, delivery, outcome, startedMs);
  return outcome;
}

async function send(deps: AlertDeps, delivery: ClaimedDelivery): Promise<{ status: number }> {
  const { id, kind, target, payload, channelId, sealedSecret, previousUntil, follows, userId } = delivery;
  if (isBarred(delivery)) throw new SendFailure("This person may not see it any more.");
  if (kind === "email") {
    if (!deps.mailer) throw new SendFailure("No mail server is configured (SMTP_URL).");
    return deps.mailer.send({
      to: target,
      id,
      follows,
      ...mailTextOf(payload, userId === null ? null : deps.appUrl),
    });
  }
  if (!sealedSecret) throw new SendFailure("The channel was removed.");
  const kept = deps.secrets.decrypt(sealedSecret, { table: "AlertChannel", rowId: channelId, target });
  const atMs = deps.clock.nowMs();
  const secrets = goodSecrets(kept, previousUntil, atMs);
  return postWebhook(deps.network, { url: target, secrets, id, body: JSON.stringify(payload), atMs });
}

/** Another process has the key that this one lacks: the message is as if nobody had tried to send it. */
async function leaveToOthers(
  { database, clock, log }: AlertDeps,
  { id, attempts }: ClaimedDelivery,
  reason: string | null,
): Promise<void> {
  log.error({ deliveryId: id, error: reason }, "An alert is left to other processes");
  await database.query(
    `UPDATE "AlertDelivery" SET attempts = attempts - 1, "nextAttemptAt" = $2
     WHERE id = $1 AND attempts = $3 AND "nextAttemptAt" IS NOT NULL`,
    [id, new Date(clock.nowMs() + MINUTE_MS), attempts],
  );
}

function reasonOf({ log }: AlertDeps, { id }: ClaimedDelivery, error: unknown) {
  if (error instanceof SendFailure || error instanceof MailFailure)
    return { status: error.status, error: error.message };
  if (error instanceof CountersignError) return { status: null, error: error.message };
  const reason = error instanceof Error ? error.message : "unknown";
  log.error({ deliveryId: id, error: reason }, "An alert could not be sent");
  return { status: null, error: "Something failed on our side; the log says what." };
}

async function settle(
  { database, clock, random }: AlertDeps,
  delivery: ClaimedDelivery,
  { delivered, status, error }: Attempt,
  startedMs: number,
): Promise<void> {
  const atMs = clock.nowMs();
  const { id, alertId, attempts, kind, target, payload, personName } = delivery;
  const isLast =
    delivered || isBarred(delivery) || delivery.event === "test" || (kind === "webhook" && status === GONE);
  const next = isLast ? null : nextAttemptAt(attempts, atMs, random);
  const isOver = isDead(delivery, delivered, next);
  await database.transaction(async (tx) => {
    // Before its messages, as whoever turns a channel off does: two attempts that end it take turns.
    if (isOver) await tx.query(`SELECT 1 FROM "AlertChannel" WHERE id = $1 FOR UPDATE`, [delivery.channelId]);
    // An attempt that outlived its lease is recorded only if it succeeded; the next attempt records the rest.
    const settled = await tx.query(
      `UPDATE "AlertDelivery" SET "lastStatus" = $2, "lastError" = $3, "nextAttemptAt" = $4, "deliveredAt" = $5
       WHERE id = $1 AND "deliveredAt" IS NULL AND ($5::timestamptz IS NOT NULL
         OR (attempts = $6 AND "nextAttemptAt" IS NOT NULL)) RETURNING 1`,
      [id, status, error, next, delivered ? new Date(atMs) : null, attempts],
    );
    const to = `To ${targetWords(kind, target, personName)}`;
    await recordAudit(tx, {
      operation: delivery.event === "test" ? "alert.test" : "alert.deliver",
      outcome: delivered ? "success" : "failure",
      by: delivery.event === "test" ? undefined : ALERTS,
      about: { companyId: payload.data.company?.id, connectionType: payload.data.provider?.id },
      via: [kind === "email" ? "SMTP" : "POST", alertId ? alertPath(alertId) : testPath(delivery.channelId)],
      responseStatus: status ?? 503,
      errorMessage: error ? `${to}: ${error}` : `${to}.`,
      responseTimeMs: atMs - startedMs,
      atMs,
    });
    if (settled.length > 0 && isOver)
      await turnOffChannel(tx, delivery, status === GONE ? "gone" : "failed", atMs);
  });
}

/** Judged anew at each attempt: a person may have been disabled, or have another role, since it was put to them. */
function isBarred(delivery: ClaimedDelivery): boolean {
  return !hears(delivery, delivery.payload.data.kind, delivery.event);
}

/** Whether a webhook's receiver took none of a message's attempts. A mail server that did not is nobody's address. */
function isDead({ kind, event }: ClaimedDelivery, delivered: boolean, next: Date | null): boolean {
  return kind === "webhook" && event !== "test" && !delivered && next === null;
}
