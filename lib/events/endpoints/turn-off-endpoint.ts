import { recordAudit } from "@/lib/audit/record";
import type { EventEndpoint, Sql } from "@/lib/db";
import { DEAD_WORDS, type DeadWhy, webhookWords } from "@/lib/webhooks";
import { EVENTS } from "../deps";
import { giveUpPending } from "./give-up-pending";

/** Turns off an endpoint whose receiver takes nothing any more, and gives up what waits for it. */
export async function turnOffEndpoint(tx: Sql, id: string, why: DeadWhy, atMs: number): Promise<void> {
  const [off] = await tx.query<Pick<EventEndpoint, "url">>(
    `UPDATE "EventEndpoint" SET "disabledAt" = $2, "disabledWhy" = $3
     WHERE id = $1 AND "disabledAt" IS NULL AND "removedAt" IS NULL RETURNING url`,
    [id, new Date(atMs), why],
  );
  if (!off) return;
  await giveUpPending(tx, id, "The endpoint was turned off first.");
  await recordAudit(tx, {
    operation: "endpoint.disable",
    outcome: "failure",
    by: EVENTS,
    via: ["POST", `/event-endpoints/${id}/off`],
    responseStatus: why === "gone" ? 410 : 503,
    errorMessage: `To ${webhookWords(off.url)}. ${DEAD_WORDS[why]}`,
    atMs,
  });
}
