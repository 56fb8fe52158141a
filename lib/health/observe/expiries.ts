import type { Clock } from "@/lib/clock";
import type { Connection, Database, Grant, Sql } from "@/lib/db";
import { expiryOfGrant, providerOf } from "@/lib/token";
import { SERVED } from "@/lib/token/views";
import { recordHealth } from "./record";

const BATCH = 200;
const MOST_BATCHES = 50;

type Expired = Pick<Connection, "companyId" | "connectionType"> &
  Pick<Grant, "refreshExpiresAt" | "hardExpiresAt">;

/**
 * Puts down which live connections ended by lying unused or by reaching their hard end, as of that moment: nobody was
 * there to observe it. What another process is changing is left for the next call.
 *
 * @returns How many.
 */
export async function recordExpiries(deps: { database: Database; clock: Clock }): Promise<number> {
  let recorded = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const nowMs = deps.clock.nowMs();
    const found = await deps.database.transaction(async (tx) => {
      const expired = await takeExpired(tx, nowMs);
      for (const connection of expired) await recordExpiry(tx, connection, nowMs);
      return expired.length;
    });
    recorded += found;
    if (found < BATCH) break;
  }
  return recorded;
}

/** Grant and connection stay locked: a consent or disconnect comes before or after, never in between. */
function takeExpired(tx: Sql, nowMs: number): Promise<Expired[]> {
  return tx.query<Expired>(
    `SELECT c."companyId", c."connectionType", g."refreshExpiresAt", g."hardExpiresAt"
     FROM ${SERVED}
     WHERE g.state = 'active' AND c."disconnectedAt" IS NULL
       AND (g."refreshExpiresAt" <= $1 OR g."hardExpiresAt" <= $1)
       AND NOT EXISTS (
         SELECT 1 FROM "ConnectionHealth" h
         WHERE h."companyId" = c."companyId" AND h."connectionType" = c."connectionType" AND h.cause = 'reconnect_required')
     ORDER BY g.id, c.id LIMIT ${BATCH}
     FOR UPDATE OF g, c SKIP LOCKED`,
    [new Date(nowMs)],
  );
}

async function recordExpiry(tx: Sql, expired: Expired, nowMs: number): Promise<void> {
  const { companyId, connectionType } = expired;
  const expiry = expiryOfGrant(expired, providerOf(connectionType).displayName, nowMs);
  if (!expiry) return;
  const { at, message } = expiry;
  const connection = { companyId, connectionType, cause: "reconnect_required", message } as const;
  await recordHealth(tx, { ...connection, source: "expiry", atMs: at.getTime() }, nowMs);
}
