"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { alerts } from "@/lib/alerts";
import { action, signInPath } from "@/lib/door";

const PATH = "/notifications";

const mark = action({
  verb: "overview.read",
  input: z.object({ upToMs: z.coerce.number().int().min(0).max(Date.UTC(2200, 0)) }),
  run: async ({ user }, { upToMs }): Promise<void> => {
    await alerts().markRead({ userId: user.id, upToMs });
    // The bell stands outside the page.
    refresh();
  },
});

/** Up to the newest that the page showed: what came since stays unread. */
export async function markAllRead(formData: FormData): Promise<void> {
  const result = await mark({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  if (result.signInHref) redirect(signInPath(PATH, { ended: true }));
  redirect(await withNotice(PATH, failureNotice(result)));
}
