import { recordAudit } from "@/lib/audit/record";
import type { AlertChannel, Sql } from "@/lib/db";
import { DEAD_WORDS, type DeadWhy } from "@/lib/webhooks";
import { targetWords } from "../target-words";
import { ALERTS } from "../write-alerts";

/** Turns off a webhook whose receiver takes nothing any more, and gives up what waits for it. */
export async function turnOffChannel(
  tx: Sql,
  { channelId }: { channelId: string },
  why: DeadWhy,
  atMs: number,
): Promise<void> {
  const [off] = await tx.query<Pick<AlertChannel, "target">>(
    `UPDATE "AlertChannel" SET "disabledAt" = $2, "disabledWhy" = $3
     WHERE id = $1 AND "disabledAt" IS NULL AND "removedAt" IS NULL RETURNING target`,
    [channelId, new Date(atMs), why],
  );
  if (!off) return;
  await tx.query(
    `UPDATE "AlertDelivery" SET "nextAttemptAt" = NULL, "lastError" = 'The channel was turned off first.'
     WHERE "channelId" = $1 AND "nextAttemptAt" IS NOT NULL`,
    [channelId],
  );
  await recordAudit(tx, {
    operation: "alert.channel_change",
    outcome: "failure",
    by: ALERTS,
    via: ["POST", `/alert-channels/${channelId}/off`],
    responseStatus: why === "gone" ? 410 : 503,
    errorMessage: `Webhook to ${targetWords("webhook", off.target)}. ${DEAD_WORDS[why]}`,
    atMs,
  });
}
