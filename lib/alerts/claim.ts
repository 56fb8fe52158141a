import type { AlertChannel, AlertDelivery, Sql } from "@/lib/db";
import { joinPerson } from "@/lib/people/views";
import type { AlertDeps, ChannelKind } from "./deps";
import type { AlertEvent, AlertPayload } from "./payload";
import { RECEIVER_COLUMNS, type Receiver } from "./people/audience";

/** How long a claim keeps others from a message; longer than sending may take. */
export const LEASE_MS = 2 * 60_000;

/** A message to one channel, ours to send until the lease ends. */
export interface ClaimedDelivery
  extends Pick<AlertDelivery, "id" | "alertId" | "channelId">,
    Pick<AlertChannel, "target" | "sealedSecret" | "previousUntil">,
    Receiver {
  /** Whose own mail it is. */
  personName: string | null;
  event: AlertEvent;
  payload: AlertPayload;
  /** This one included. */
  attempts: number;
  kind: ChannelKind;
  /** The id of the message that told of the problem's beginning, in a message of its end. */
  follows: string | null;
}

/**
 * Takes the message that has been due longest. The end of a problem waits until its beginning was sent or given up.
 *
 * @param except Channels to pass over.
 */
export async function claimDelivery(
  { database, clock }: Pick<AlertDeps, "database" | "clock">,
  except: readonly string[],
): Promise<ClaimedDelivery | undefined> {
  const nowMs = clock.nowMs();
  const [claimed] = await database.query<Pick<AlertDelivery, "id">>(
    `UPDATE "AlertDelivery" SET attempts = attempts + 1, "nextAttemptAt" = $2
     WHERE id = (
       SELECT q.id FROM "AlertDelivery" q
       WHERE q."nextAttemptAt" <= $1 AND q."channelId" <> ALL ($3) AND NOT (q.event = 'recovered' AND EXISTS (
         SELECT 1 FROM "AlertDelivery" r WHERE r."alertId" = q."alertId" AND r."channelId" = q."channelId"
           AND r.event = 'raised' AND r."nextAttemptAt" IS NOT NULL))
       ORDER BY q."nextAttemptAt", q.id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [new Date(nowMs), new Date(nowMs + LEASE_MS), except],
  );
  return claimed && readDelivery(database, claimed.id);
}

/**
 * Ends messages whose every attempt ended with the process that made it: such a one must not end processes for ever.
 */
export async function giveUpOrphans(
  { database, clock }: Pick<AlertDeps, "database" | "clock">,
  maxAttempts: number,
): Promise<void> {
  await database.query(
    `UPDATE "AlertDelivery" SET "nextAttemptAt" = NULL, "lastError" = 'No attempt came to an end; given up.'
     WHERE "nextAttemptAt" <= $1 AND attempts >= $2`,
    [new Date(clock.nowMs()), maxAttempts],
  );
}

/** A delivery and the channel it goes to. */
export async function readDelivery(sql: Sql, id: string): Promise<ClaimedDelivery | undefined> {
  const [row] = await sql.query<ClaimedDelivery>(
    `SELECT d.id, d."alertId", d.event, d.payload, d.attempts, d."channelId", c.kind, COALESCE(u.email, c.target) AS target,
       c."sealedSecret", c."previousUntil", u.name AS "personName", ${RECEIVER_COLUMNS},
       (SELECT r.id FROM "AlertDelivery" r WHERE r."alertId" = d."alertId" AND r."channelId" = d."channelId"
          AND r.event = 'raised' AND d.event = 'recovered') AS follows
     FROM "AlertDelivery" d JOIN "AlertChannel" c ON c.id = d."channelId"
       ${joinPerson('c."userId"')}
     WHERE d.id = $1`,
    [id],
  );
  return row;
}
