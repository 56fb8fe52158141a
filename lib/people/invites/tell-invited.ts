import type { User } from "@/lib/db";
import { buttonMail, MailFailure, mailTime } from "@/lib/mail";
import { shownName } from "@/lib/shown-text";
import type { LinkDeps } from "../links/link-deps";
import type { Role } from "../roles";

/** An invite that was made, and how its link reaches the person. */
export interface MadeInvite {
  id: string;
  email: string;
  expiresAt: Date;
  /** Null when it was mailed: then only the mail holds it. */
  link: string | null;
  /** Why a mail that was tried did not leave. */
  mailProblem: string | null;
}

interface NewInvite {
  id: string;
  email: string;
  role: Role;
  byId: string;
  token: string;
  expiresAt: Date;
}

/** Mails an invite that is committed. Without a mail server, or when it fails, the link is given to who invites. */
export async function tellInvited(
  deps: LinkDeps,
  invite: NewInvite,
  { byMail = true } = {},
): Promise<MadeInvite> {
  const { id, email, expiresAt } = invite;
  const link = `${deps.appUrl}/invite/${invite.token}`;
  const made = { id, email, expiresAt };
  if (!byMail || !deps.mailer) return { ...made, link, mailProblem: null };
  try {
    await deps.mailer.send({ to: email, id, follows: null, ...(await textOf(deps, invite, link)) });
    return { ...made, link: null, mailProblem: null };
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    return { ...made, link, mailProblem: error.message };
  }
}

const ROLE_MEANS: Record<Role, string> = {
  admin: "An admin connects companies and manages people and settings.",
  support: "Support sees connections, their health and the audit log.",
  finance: "Finance sees companies and the health of their data.",
};

async function textOf({ database, appUrl }: LinkDeps, invite: NewInvite, url: string) {
  const [inviter] = await database.query<Pick<User, "name">>(`SELECT name FROM "User" WHERE id = $1`, [
    invite.byId,
  ]);
  const name = shownName(inviter?.name ?? "");
  const { host } = new URL(appUrl);
  return buttonMail({
    subject: `You are invited to Countersign at ${host}`,
    title: "You are invited to Countersign",
    paragraphs: [
      `${name} invites you to Countersign, which keeps this product's accounting connections.`,
      `${ROLE_MEANS[invite.role]} Choose a name and a password to begin. If you don't expect this, ignore it.`,
    ],
    facts: [
      ["Email", invite.email],
      ["Role", invite.role],
      ["Where", host],
      ["Valid until", mailTime(invite.expiresAt)],
    ],
    link: { url, words: "Accept the invite" },
  });
}
