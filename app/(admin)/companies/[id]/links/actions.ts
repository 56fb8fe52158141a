"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { tooLong } from "@/app/_input/words";
import { withNotice } from "@/app/_notice/notice";
import { action, formText } from "@/lib/door";
import { links, type MadeLink } from "@/lib/links";
import { companyPath } from "@/lib/text/company-path";
import type { LinkFormState, ShownLink } from "./link-input";
import { ENTER_EMAIL, REVOKED, REVOKED_MORE } from "./words";

const shown = ({ sentTo, url, mailProblem, expiresAt }: MadeLink): ShownLink => ({
  ...{ sentTo, url, mailProblem },
  expiresAtMs: expiresAt.getTime(),
});

const send = action({
  verb: "links.send",
  input: z.object({
    companyId: identifier,
    provider: identifier,
    by: z.enum(["mail", "hand"]),
    email: z.string({ error: ENTER_EMAIL }).trim().max(1_000, tooLong(1_000)).optional(),
  }),
  run: async (_, { companyId, provider, by, email = "" }): Promise<ShownLink> => {
    const sentTo = by === "mail" ? email : null;
    const made = await links().createLink({ companyId, connectionType: provider, sentTo });
    refresh();
    return shown(made);
  },
});

/** Returns what was typed beside the result, so that the form still shows it where no JavaScript kept it. */
export async function sendLink(_previous: LinkFormState, formData: FormData): Promise<LinkFormState> {
  const result = await send({ status: "idle" }, formData);
  return { result, email: formText(formData, "email") };
}

export const renewLink = action({
  verb: "links.send",
  input: z.object({ linkId: identifier, by: z.enum(["mail", "hand"]) }),
  run: async (_, { linkId, by }): Promise<ShownLink> => {
    const made = await links().renewLink({ id: linkId, byMail: by === "mail" });
    refresh();
    return shown(made);
  },
});

export const revokeLink = action({
  verb: "links.send",
  input: z.object({ linkId: identifier, companyId: identifier }),
  run: async (_, { linkId, companyId }): Promise<never> => {
    await links().revokeLink(linkId);
    const page = companyPath(companyId, { tab: "links" });
    redirect(await withNotice(page, { tone: "disconnected", title: REVOKED, message: REVOKED_MORE }));
  },
});
