import { companyNameOf } from "@/lib/companies/views";
import { MailFailure } from "@/lib/mail";
import { connectionOf } from "./expected-connection";
import type { FreshLink } from "./insert-link";
import type { LinkDeps } from "./link-deps";
import { linkMail } from "./link-mail";

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
  const { id, sentTo, expiresAt } = link;
  const url = `${deps.appUrl}/connect/${link.token}`;
  const made = { id, sentTo, expiresAt };
  if (sentTo === null || !deps.mailer) return { ...made, url, mailProblem: null };
  const [companyName = "", connection] = await Promise.all([
    companyNameOf(deps.database, link.companyId),
    connectionOf(deps, link),
  ]);
  const tenantName = link.purpose === "reconnect" ? (connection?.tenantName ?? null) : null;
  const text = linkMail({ ...link, companyName, tenantName, url }, deps.product);
  try {
    await deps.mailer.send({ to: sentTo, id, follows: null, ...text });
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    return { ...made, url, mailProblem: error.message };
  }
  await deps.database.query(`UPDATE "Link" SET "mailedAt" = $2 WHERE id = $1`, [
    id,
    new Date(deps.clock.nowMs()),
  ]);
  return { ...made, url: null, mailProblem: null };
}
