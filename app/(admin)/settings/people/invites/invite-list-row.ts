import { type InviteState, type InviteView, invites, passwordReset } from "@/lib/people";

/** An invite as the table shows it. */
export interface InviteListRow extends Omit<InviteView, "endedAt" | "createdAt"> {
  state: InviteState;
  /** Whether it can be sent again or revoked. */
  goesOn: boolean;
  /** Whether a mail server is set: without one only a link can be handed over. */
  byMail: boolean;
}

/** The rows of `InviteTable`, for whichever page shows it. */
export async function inviteListRows(): Promise<InviteListRow[]> {
  const byMail = passwordReset().isMailSet();
  return (await invites().listInvites()).map(({ endedAt, createdAt: _, ...invite }) => ({
    ...invite,
    goesOn: endedAt === null && invite.state !== "has_account",
    byMail,
  }));
}
