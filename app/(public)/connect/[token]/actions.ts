"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { giveBrowserKey } from "@/app/_consent/browser-key";
import { keepLinkToken } from "@/app/_consent/browser-link";
import { customerWords } from "@/app/_consent/customer/words-here";
import { linkOutcomePath } from "@/app/_consent/link-outcome";
import { identifier } from "@/app/_input/identifier";
import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { type ActionResult, formText, publicAction } from "@/lib/door";
import { links } from "@/lib/links";
import { linkTokenHash } from "@/lib/people";

const token = z.string().max(200);
/** What can't be a link's token has no page of its own. */
const pageOf = (value: string) => (linkTokenHash(value) === undefined ? "/connect" : `/connect/${value}`);

const start = publicAction({
  input: z.object({ token }),
  run: async (_context, given): Promise<never> => {
    const start = { token: given.token, browserKey: await giveBrowserKey() };
    const { linkId, url } = await links().startLink(start);
    await keepLinkToken(linkId, given.token);
    redirect(url.href);
  },
});

/** From the page's button to the provider's consent. A link that starts none shows why on its page. */
export async function startLink(formData: FormData): Promise<void> {
  const result = await start({ status: "idle" }, formData);
  await backToLink(formText(formData, "token"), result);
}

const renew = publicAction({
  input: z.object({ token }),
  run: async (_context, given): Promise<never> => {
    await links().askNewLink(given.token);
    const { say } = await customerWords();
    const notice = { tone: "working", title: say.newLinkSent, message: say.newLinkSentMore } as const;
    redirect(await withNotice(pageOf(given.token), notice));
  },
});

export async function askNewLink(formData: FormData): Promise<void> {
  const result = await renew({ status: "idle" }, formData);
  await backToLink(formText(formData, "token"), result);
}

const choose = publicAction({
  input: z.object({
    token,
    consentId: identifier,
    connectionType: identifier,
    tenantId: z.string().min(1).max(200),
  }),
  run: async (_context, { connectionType, ...given }): Promise<never> => {
    const { linkId, outcome } = await links().chooseByLink(given);
    redirect(await linkOutcomePath(linkId, connectionType, outcome));
  },
});

export async function chooseByLink(formData: FormData): Promise<void> {
  const result = await choose({ status: "idle" }, formData);
  await backToLink(formText(formData, "token"), result);
}

async function backToLink(value: string, result: ActionResult<never>): Promise<void> {
  if (result.status !== "failed") return;
  // The page itself says why a link starts nothing, in the customer's language.
  if (result.code === "not_allowed") redirect(pageOf(value));
  redirect(await withNotice(pageOf(value), failureNotice({ ...result, effect: "" })));
}
