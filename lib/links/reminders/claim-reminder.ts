import { recordAudit } from "@/lib/audit/record";
import type { LinkReminder, Sql } from "@/lib/db";
import { linkTokenHash, newLinkToken } from "@/lib/people";
import { DAY_MS } from "@/lib/time/durations";
import { connectionOf, needOf } from "../expected-connection";
import type { LinkDeps } from "../link-deps";
import { LINK_COLUMNS, LINK_TABLES, type LinkRow, stateOf } from "../link-row";

/** A reminder follows this long after the mail before it. */
export const REMINDED_AFTER_MS = 3 * DAY_MS;
/** No customer is reminded more often. */
export const MOST_REMINDERS = 2;

/** A reminder that is this process's to send. */
export interface ClaimedReminder {
  link: LinkRow & { sentTo: string };
  nth: number;
  /** Which attempt at this reminder it is. */
  tries: number;
  /** A token of its own: the one in the mail before is kept nowhere, and goes on to work. */
  token: string;
}

/**
 * Claims one reminder that is due. A link that needs none any more is due no more.
 *
 * @returns Undefined where nothing is to be sent, `null` where nothing is due.
 */
export async function claimReminder(deps: LinkDeps): Promise<ClaimedReminder | undefined | null> {
  const nowMs = deps.clock.nowMs();
  return deps.database.transaction(async (tx) => {
    const link = await lockDue(tx, nowMs);
    if (!link) return null;
    const isNeeded = await needsReminder(deps, link, nowMs);
    const nth = link.reminders + 1;
    const next = isNeeded && nth < MOST_REMINDERS ? new Date(nowMs + REMINDED_AFTER_MS) : null;
    await tx.query(`UPDATE "Link" SET "nextReminderAt" = $2, reminders = $3 WHERE id = $1`, [
      link.id,
      next,
      isNeeded ? nth : link.reminders,
    ]);
    if (!isNeeded || link.sentTo === null) return undefined;
    const token = newLinkToken(deps.random);
    const tries = await insertReminder(tx, { linkId: link.id, nth, token, nowMs });
    await recordAudit(tx, {
      operation: "link.remind",
      outcome: "success",
      about: { companyId: link.companyId, connectionType: link.connectionType },
      via: ["POST", `/links/${link.id}/reminders/${nth}`],
      responseStatus: 202,
      atMs: nowMs,
    });
    return { link: { ...link, sentTo: link.sentTo }, nth, tries, token };
  });
}

async function lockDue(tx: Sql, nowMs: number): Promise<LinkRow | undefined> {
  const [due] = await tx.query<LinkRow>(
    `SELECT ${LINK_COLUMNS} FROM ${LINK_TABLES} WHERE l."nextReminderAt" <= $1
     ORDER BY l."nextReminderAt" LIMIT 1 FOR UPDATE OF l SKIP LOCKED`,
    [new Date(nowMs)],
  );
  return due;
}

/** Recovery, use, revocation and expiry end reminders. */
async function needsReminder(deps: LinkDeps, link: LinkRow, nowMs: number): Promise<boolean> {
  if (stateOf(link, nowMs) !== "open") return false;
  return needOf(deps, link.purpose, await connectionOf(deps, link)) === "consent";
}

async function insertReminder(
  tx: Sql,
  { linkId, nth, token, nowMs }: { linkId: string; nth: number; token: string; nowMs: number },
): Promise<number> {
  const [made] = await tx.query<Pick<LinkReminder, "tries">>(
    `INSERT INTO "LinkReminder" ("linkId", nth, "tokenHash", at, tries) VALUES ($1, $2, $3, $4, 1)
     ON CONFLICT ("linkId", nth) DO UPDATE SET "tokenHash" = $3, at = $4, tries = "LinkReminder".tries + 1
     RETURNING tries`,
    [linkId, nth, linkTokenHash(token), new Date(nowMs)],
  );
  return made?.tries ?? 1;
}
