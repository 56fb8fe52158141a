"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { giveBrowserKey } from "@/app/_consent/browser-key";
import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { formText, publicAction } from "@/lib/door";
import { links } from "@/lib/links";

const PAGES = { qbo: "/reconnect/quickbooks", xero: "/reconnect/xero" } as const;

const start = publicAction({
  input: z.object({ provider: z.enum(["qbo", "xero"]) }),
  run: async (_context, { provider }): Promise<never> => {
    const browserKey = await giveBrowserKey();
    const returnTo = PAGES[provider];
    const url = await links().startVisit({ connectionType: provider, browserKey, returnTo });
    redirect(url.href);
  },
});

/** From a provider's own Reconnect to its consent, without a company: the callback finds it. */
export async function startVisit(formData: FormData): Promise<void> {
  const result = await start({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  const page = formText(formData, "provider") === "xero" ? PAGES.xero : PAGES.qbo;
  redirect(await withNotice(page, failureNotice({ ...result, effect: "" })));
}
