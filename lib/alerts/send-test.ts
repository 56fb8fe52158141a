import { recordAudit } from "@/lib/audit/record";
import { newId } from "@/lib/db";
import { type Attempt, attempt, testPath } from "./attempt";
import { existing } from "./channels";
import { type ClaimedDelivery, LEASE_MS, readDelivery } from "./claim";
import type { AlertDeps } from "./deps";
import { testPayload } from "./payload";

/**
 * Sends a test to one channel, on or off, and waits for what comes of it. A test is not tried again. Two audit rows say
 * that it was asked for, and what came of it: nothing leaves that the audit log can't say was asked for.
 *
 * @throws {CountersignError} `not_found`
 */
export async function sendTest(deps: AlertDeps, channelId: string): Promise<Attempt> {
  return attempt(deps, await askForTest(deps, channelId));
}

/** Puts the test to the channel as one that is being sent, so that no other process takes it. */
function askForTest({ database, clock, appUrl }: AlertDeps, channelId: string): Promise<ClaimedDelivery> {
  const atMs = clock.nowMs();
  const id = newId(atMs);
  const [at, leaseUntil] = [new Date(atMs), new Date(atMs + LEASE_MS)];
  return database.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO "AlertDelivery" (id, "channelId", event, payload, attempts, "nextAttemptAt", "createdAt")
       SELECT $1, c.id, 'test', $3::jsonb, 1, $4, $5 FROM "AlertChannel" c WHERE c.id = $2 AND c."userId" IS NULL AND c."removedAt" IS NULL`,
      [id, channelId, JSON.stringify(testPayload(appUrl, at)), leaseUntil, at],
    );
    const delivery = existing(await readDelivery(tx, id));
    await recordAudit(tx, {
      operation: "alert.test",
      outcome: "success",
      via: ["POST", testPath(channelId)],
      responseStatus: 202,
      errorMessage: "Asked for.",
      atMs,
    });
    return delivery;
  });
}
