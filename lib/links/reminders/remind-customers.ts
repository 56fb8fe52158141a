import { recordAudit } from "@/lib/audit/record";
import { MailFailure } from "@/lib/mail";
import { HOUR_MS } from "@/lib/time/durations";
import type { LinkDeps } from "../link-deps";
import { type MailingDeps, mailLink } from "../mail/mail-link";
import { type ClaimedReminder, claimReminder, MOST_REMINDERS } from "./claim-reminder";

/** Links that one run looks at; what is left is due again a minute later. */
const MOST_A_RUN = 200;
const TRIED_AGAIN_AFTER_MS = HOUR_MS;
const MOST_TRIES = 3;

/**
 * Sends the reminders that are due. A claim comes before the mail, so that no customer gets a reminder twice, however
 * many processes send.
 *
 * @returns How many left.
 */
export async function remindCustomers(deps: LinkDeps): Promise<number> {
  const { mailer } = deps;
  if (!mailer) return 0;
  let sent = 0;
  for (let nth = 0; nth < MOST_A_RUN; nth++) {
    const claimed = await claimReminder(deps);
    if (claimed === null) break;
    if (claimed && (await send({ ...deps, mailer }, claimed))) sent += 1;
  }
  return sent;
}

async function send(deps: MailingDeps, claimed: ClaimedReminder): Promise<boolean> {
  const { link, nth, token } = claimed;
  const stage = nth === MOST_REMINDERS ? "last" : "second";
  try {
    await mailLink(deps, link, { token, nth, stage });
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    await putBack(deps, claimed, error);
    return false;
  }
  await deps.database.query(`UPDATE "LinkReminder" SET "mailedAt" = $3 WHERE "linkId" = $1 AND nth = $2`, [
    link.id,
    nth,
    new Date(deps.clock.nowMs()),
  ]);
  return true;
}

/** A mail that did not leave is tried again in an hour, three times in all; one that was refused for good is not. */
async function putBack(
  { database, clock }: LinkDeps,
  { link, nth, tries }: ClaimedReminder,
  error: MailFailure,
): Promise<void> {
  const atMs = clock.nowMs();
  const isFinal = (error.status ?? 0) >= 500 || tries >= MOST_TRIES;
  await database.transaction(async (tx) => {
    await tx.query(
      isFinal
        ? `UPDATE "Link" SET "nextReminderAt" = NULL WHERE id = $1 AND reminders = $2`
        : `UPDATE "Link" SET "nextReminderAt" = $3, reminders = $2 - 1 WHERE id = $1 AND reminders = $2`,
      isFinal ? [link.id, nth] : [link.id, nth, new Date(atMs + TRIED_AGAIN_AFTER_MS)],
    );
    await recordAudit(tx, {
      operation: "link.remind",
      outcome: "failure",
      about: { companyId: link.companyId, connectionType: link.connectionType },
      via: ["POST", `/links/${link.id}/reminders/${nth}`],
      responseStatus: error.status ?? 503,
      errorMessage: error.message,
      atMs,
    });
  });
}
