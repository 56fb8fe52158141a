import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { linkTokenHash } from "@/lib/people";
import { actAs, currentActor } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";
import { auditLink, type FreshLink, insertLink } from "./insert-link";
import type { LinkDeps } from "./link-deps";
import { LINK_COLUMNS, LINK_FAULTS, LINK_TABLES, type LinkRow, linkOfToken, stateOf } from "./link-row";
import { type MadeLink, tellCustomer } from "./mail/tell-customer";

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
 * Mails the holder of an expired link a new one, to the address on file and to no other. Each link is renewed once.
 *
 * @throws {CountersignError} `not_allowed` in the words for its holder.
 */
export async function askNewLink(deps: LinkDeps, token: string): Promise<void> {
  const tokenHash = linkTokenHash(token);
  if (!tokenHash) throw new CountersignError("not_allowed", LINK_FAULTS.unknown);
  const fresh = await deps.database.transaction(async (tx) => {
    const link = await lockLink(tx, linkOfToken("$1"), tokenHash);
    if (!link) throw new CountersignError("not_allowed", LINK_FAULTS.unknown);
    const state = stateOf(link, deps.clock.nowMs());
    if (state === "open" || !isRenewable(deps, link, state)) {
      const fault = state === "open" ? "This link is valid still." : LINK_FAULTS[state];
      throw new CountersignError("not_allowed", fault);
    }
    return actAs({ kind: "link", id: link.id }, () => replace(tx, deps, link, link.createdBy));
  });
  const { mailProblem } = await tellCustomer(deps, fresh);
  if (mailProblem)
    throw new CountersignError("not_allowed", "The mail did not leave.", {
      nextStep: "Ask the person who sent the link.",
    });
}

/** Whether its holder may ask for a new one. */
export function isRenewable(
  { mailer }: Pick<LinkDeps, "mailer">,
  { sentTo }: Pick<LinkRow, "sentTo">,
  state: string,
): boolean {
  return sentTo !== null && mailer !== null && (state === "expired" || state === "exhausted");
}

/**
 * Ends a link that was not used.
 *
 * @throws {CountersignError} `not_found`: it is used, or has ended.
 */
export async function revokeLink({ database, clock }: LinkDeps, id: string): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const [ended] = await tx.query<Pick<LinkRow, "id" | "companyId" | "connectionType">>(
      `UPDATE "Link" SET "endedAt" = $2, "endedWhy" = 'revoked', "endedBy" = $3
       WHERE id = $1 AND "endedAt" IS NULL AND "doneAt" IS NULL RETURNING id, "companyId", "connectionType"`,
      [id, new Date(atMs), currentActor().id],
    );
    if (!ended) throw notOpen();
    await auditLink(tx, "link.revoke", ended, atMs);
  });
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
