"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withNotice } from "@/app/_notice/notice";
import { action, requireProvedUser } from "@/lib/door";
import { sso } from "@/lib/people";
import { UNLINKED, UNLINKED_MORE } from "../words";

const unlink = action({
  verb: "overview.read",
  input: z.object({}),
  run: async ({ user }): Promise<void> => {
    await requireProvedUser("overview.read");
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
