import { MailFailure } from "@/lib/mail";
import { findRow } from "../find-row";
import type { FreshLink } from "../insert-link";
import type { LinkDeps } from "../link-deps";
import { REMINDED_AFTER_MS } from "../reminders/claim-reminder";
import { linkUrl, type MailingDeps, mailLink } from "./mail-link";

/** A link that was made, and how it reaches the customer. */
export interface MadeLink {
  id: string;
  sentTo: string | null;
  expiresAt: Date;
  /** Null when it was mailed: then only the mail holds it. */
  url: string | null;
  /** Why a mail that was tried did not leave. */
  mailProblem: string | null;
}

/** Mails a link that is committed. Without an address or a mail server, or when it fails, the link is handed over. */
export async function tellCustomer(deps: LinkDeps, link: FreshLink): Promise<MadeLink> {
  const { id, sentTo, expiresAt, token } = link;
  const { mailer } = deps;
  const made = { id, sentTo, expiresAt, url: linkUrl(deps.appUrl, token), mailProblem: null };
  if (sentTo === null || !mailer) return made;
  try {
    await mailFirst({ ...deps, mailer }, { id, sentTo, token });
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    return { ...made, mailProblem: error.message };
  }
  return { ...made, url: null };
}

/** The first mail of a link; the first reminder is due from then on. */
async function mailFirst(
  deps: MailingDeps,
  { id, sentTo, token }: { id: string; sentTo: string; token: string },
): Promise<void> {
  const row = await findRow(deps, "$1", id);
  if (!row) return;
  await mailLink(deps, { ...row, sentTo }, { token, nth: 0, stage: "first" });
  const atMs = deps.clock.nowMs();
  await deps.database.query(`UPDATE "Link" SET "mailedAt" = $2, "nextReminderAt" = $3 WHERE id = $1`, [
    id,
    new Date(atMs),
    new Date(atMs + REMINDED_AFTER_MS),
  ]);
}
