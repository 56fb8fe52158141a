"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { sso } from "@/lib/people";
import { UNLINKED, UNLINKED_MORE } from "../words";

const unlink = action({
  verb: "account.secure",
  input: z.object({}),
  run: async ({ user }): Promise<void> => {
    await sso()?.unlinkSso(user.id);
    redirect(await withNotice("/sign-in", { tone: "working", title: UNLINKED, message: UNLINKED_MORE }));
  },
});

export async function unlinkHere(formData: FormData): Promise<void> {
  const result = await unlink({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  if (result.signInHref) redirect(result.signInHref);
  redirect(
    await withNotice("/profile/company-account", {
      tone: "provider",
      title: result.message,
      message: "",
    }),
  );
}
