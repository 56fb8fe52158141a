import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { linkTokenHash } from "@/lib/people";
import { actAs, currentActor } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";
import { findRow } from "./find-row";
import { auditLink, type FreshLink, insertLink } from "./insert-link";
import type { LinkDeps } from "./link-deps";
import { LINK_COLUMNS, LINK_FAULTS, LINK_TABLES, type LinkRow, linkOfToken, stateOf } from "./link-row";
import { type MadeLink, tellCustomer } from "./mail/tell-customer";
import { isRenewable, mayRenew } from "./renewable";

const VALID_MS = 7 * DAY_MS;

/**
 * Gives a link that was not used a successor of 7 days; the link before opens nothing from then on.
 *
 * @param byMail Whether it is mailed to the address on file. Otherwise it is the caller's to hand over.
 * @throws {CountersignError} `not_found`: there is none that could be renewed.
 */
export async function renewLink(
  deps: LinkDeps,
  { id, byMail }: { id: string; byMail: boolean },
): Promise<MadeLink> {
  const fresh = await deps.database.transaction(async (tx) => {
    const link = await lockLink(tx, "$1", id);
    const state = link && stateOf(link, deps.clock.nowMs());
    if (!link || state === "used" || state === "revoked" || state === "replaced") throw notOpen();
    return replace(tx, deps, link, currentActor().id);
  });
  return tellCustomer(deps, byMail ? fresh : { ...fresh, sentTo: null });
}

/**
 * Mails the holder of a link that is over a new one, to the address on file and to no other. Each link is renewed once; a
 * mail that does not leave renews nothing.
 *
 * @throws {CountersignError} `not_allowed` in the words for its holder.
 */
export async function askNewLink(deps: LinkDeps, token: string): Promise<void> {
  const tokenHash = linkTokenHash(token);
  const held = tokenHash === undefined ? undefined : await findRow(deps, linkOfToken("$1"), tokenHash);
  if (!held) throw new CountersignError("not_allowed", LINK_FAULTS.unknown);
  if (!(await isRenewable(deps, held))) throw notRenewable(deps, held);
  await actAs({ kind: "link", id: held.id }, async () => {
    const fresh = await deps.database.transaction(async (tx) => {
      const link = await lockLink(tx, "$1", held.id);
      if (!link || !mayRenew(deps, link)) throw notRenewable(deps, link ?? held);
      return replace(tx, deps, link, link.createdBy);
    });
    const { mailProblem } = await tellCustomer(deps, fresh);
    if (!mailProblem) return;
    await takeBack(deps, { fresh, earlierId: held.id });
    throw new CountersignError("not_allowed", "The mail did not leave.", {
      nextStep: "Ask the person who sent the link.",
    });
  });
}

function notRenewable({ clock }: LinkDeps, link: LinkRow): CountersignError {
  const state = stateOf(link, clock.nowMs());
  return new CountersignError(
    "not_allowed",
    state === "open" ? "This link is valid still." : LINK_FAULTS[state],
  );
}

/** Ends a link whose mail did not leave: the one before is as it was, and may be renewed later. */
async function takeBack(
  { database, clock }: LinkDeps,
  { fresh, earlierId }: { fresh: FreshLink; earlierId: string },
): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    if (!(await end(tx, fresh.id, atMs))) return;
    await tx.query(`UPDATE "Link" SET "endedAt" = NULL, "endedWhy" = NULL, "endedBy" = NULL WHERE id = $1`, [
      earlierId,
    ]);
  });
}

/**
 * Ends a link that was not used.
 *
 * @throws {CountersignError} `not_found`: it is used, or has ended.
 */
export async function revokeLink({ database, clock }: LinkDeps, id: string): Promise<void> {
  const atMs = clock.nowMs();
  const isEnded = await database.transaction((tx) => end(tx, id, atMs));
  if (!isEnded) throw notOpen();
}

/** @returns False where it is used, or has ended. */
async function end(tx: Sql, id: string, atMs: number): Promise<boolean> {
  const [ended] = await tx.query<Pick<LinkRow, "id" | "companyId" | "connectionType">>(
    `UPDATE "Link" SET "endedAt" = $2, "endedWhy" = 'revoked', "endedBy" = $3
     WHERE id = $1 AND "endedAt" IS NULL AND "doneAt" IS NULL RETURNING id, "companyId", "connectionType"`,
    [id, new Date(atMs), currentActor().id],
  );
  if (ended) await auditLink(tx, "link.revoke", ended, atMs);
  return ended !== undefined;
}

async function lockLink(tx: Sql, linkId: string, value: string): Promise<LinkRow | undefined> {
  const [link] = await tx.query<LinkRow>(
    `SELECT ${LINK_COLUMNS} FROM ${LINK_TABLES} WHERE l.id = ${linkId} FOR UPDATE OF l`,
    [value],
  );
  return link;
}

async function replace(tx: Sql, deps: LinkDeps, link: LinkRow, createdBy: string): Promise<FreshLink> {
  await tx.query(`UPDATE "Link" SET "endedAt" = $2, "endedWhy" = 'replaced', "endedBy" = $3 WHERE id = $1`, [
    link.id,
    new Date(deps.clock.nowMs()),
    currentActor().id,
  ]);
  const { companyId, connectionType, purpose, sentTo, firstId } = link;
  const next = { companyId, connectionType, purpose, sentTo, createdBy, firstId, validMs: VALID_MS };
  return insertLink(tx, deps, next, "link.renew");
}

function notOpen(): CountersignError {
  return new CountersignError("not_found", "This link is not open any more. Reload the page.");
}
