import type { EventDelivery, EventEndpoint, Sql } from "@/lib/db";
import type { EventDeps } from "../deps";
import { EVENT_COLUMNS, type EventRow } from "../event-json";

/** How long a claim keeps others from a message; longer than sending may take. */
const LEASE_MS = 2 * 60_000;

/** A message to one endpoint, ours to send until the lease ends. */
export interface ClaimedMessage
  extends EventRow,
    Pick<EventDelivery, "endpointId">,
    Pick<EventEndpoint, "url" | "sealedSecret" | "previousUntil"> {
  deliveryId: string;
  /** This one included. */
  attempts: number;
}

/** Takes the message that has been due longest. @param except Endpoints to pass over. */
export async function claimMessage(
  { database, clock }: Pick<EventDeps, "database" | "clock">,
  except: readonly string[],
): Promise<ClaimedMessage | undefined> {
  const nowMs = clock.nowMs();
  const [claimed] = await database.query<Pick<EventDelivery, "id">>(
    `UPDATE "EventDelivery" SET attempts = attempts + 1, "nextAttemptAt" = $2
     WHERE id = (
       SELECT id FROM "EventDelivery" WHERE "nextAttemptAt" <= $1 AND "endpointId" <> ALL ($3)
       ORDER BY "nextAttemptAt", position LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [new Date(nowMs), new Date(nowMs + LEASE_MS), except],
  );
  return claimed && readMessage(database, claimed.id);
}

async function readMessage(sql: Sql, id: string): Promise<ClaimedMessage | undefined> {
  const [message] = await sql.query<ClaimedMessage>(
    `SELECT ${EVENT_COLUMNS}, d.id AS "deliveryId", d.attempts, d."endpointId", p.url, p."sealedSecret", p."previousUntil"
     FROM "EventDelivery" d JOIN "Event" e ON e.id = d."eventId" JOIN "EventEndpoint" p ON p.id = d."endpointId"
     WHERE d.id = $1`,
    [id],
  );
  return message;
}

/** Ends messages whose every attempt ended with the process that made it: such a one must not end processes for ever. */
export async function giveUpOrphans(
  { database, clock }: Pick<EventDeps, "database" | "clock">,
  maxAttempts: number,
): Promise<void> {
  await database.query(
    `UPDATE "EventDelivery" SET "nextAttemptAt" = NULL, "lastError" = 'No attempt came to an end; given up.'
     WHERE "nextAttemptAt" <= $1 AND attempts >= $2`,
    [new Date(clock.nowMs()), maxAttempts],
  );
}

/** When the next message is due, in epoch milliseconds; undefined when none is to come. */
export async function nextDueMs({ database }: Pick<EventDeps, "database">): Promise<number | undefined> {
  const [next] = await database.query<{ at: Date | null }>(
    `SELECT min("nextAttemptAt") AS at FROM "EventDelivery"`,
  );
  return next?.at?.getTime();
}
