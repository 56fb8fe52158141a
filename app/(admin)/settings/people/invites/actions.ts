"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { tooLong } from "@/app/_input/words";
import { withNotice } from "@/app/_notice/notice";
import { action, formText } from "@/lib/door";
import { invites, isRole, type MadeInvite } from "@/lib/people";
import type { InviteFormState, ShownInvite } from "./invite-input";
import { CHOOSE_ROLE, ENTER_EMAIL, INVITE_SENT, inviteSentTo, REVOKED, REVOKED_MORE } from "./words";

const LIST = "/settings/people/invites";

const shown = ({ id, email, link, mailProblem, expiresAt }: MadeInvite): ShownInvite => ({
  id,
  email,
  link,
  mailProblem,
  expiresAtMs: expiresAt.getTime(),
});

const make = action({
  verb: "users.manage",
  input: z.object({
    email: z.string({ error: ENTER_EMAIL }).trim().min(1, ENTER_EMAIL).max(1_000, tooLong(1_000)),
    role: z.string({ error: CHOOSE_ROLE }).refine(isRole, CHOOSE_ROLE),
  }),
  run: async ({ user }, { email, role }): Promise<ShownInvite> => {
    const made = await invites().createInvite({ email, role, byId: user.id });
    if (made.link) return shown(made);
    redirect(
      await withNotice(LIST, { tone: "working", title: INVITE_SENT, message: inviteSentTo(made.email) }),
    );
  },
});

/** Returns what was typed beside the result, so that the form still shows it where no JavaScript kept it. */
export async function createInvite(_previous: InviteFormState, formData: FormData): Promise<InviteFormState> {
  const result = await make({ status: "idle" }, formData);
  return { result, email: formText(formData, "email"), role: formText(formData, "role") };
}

export const renewInvite = action({
  verb: "users.manage",
  input: z.object({ inviteId: identifier, by: z.enum(["mail", "hand"]) }),
  run: async ({ user }, { inviteId, by }) =>
    shown(await invites().renewInvite({ id: inviteId, byId: user.id, byMail: by === "mail" })),
});

export const revokeInvite = action({
  verb: "users.manage",
  input: z.object({ inviteId: identifier }),
  run: async (_, { inviteId }): Promise<never> => {
    await invites().revokeInvite(inviteId);
    redirect(await withNotice(LIST, { tone: "disconnected", title: REVOKED, message: REVOKED_MORE }));
  },
});
