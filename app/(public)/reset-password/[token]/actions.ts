"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withNotice } from "@/app/_notice/notice";
import { type ActionResult, publicAction } from "@/lib/door";
import { passwordReset } from "@/lib/people";
import { CHOOSE_PASSWORD, PASSWORD_SET, PASSWORD_SET_MORE } from "../../forgot-password/words";

const set = publicAction({
  input: z.object({
    token: z.string().max(200),
    password: z.string({ error: CHOOSE_PASSWORD }).min(1, CHOOSE_PASSWORD),
  }),
  run: async (_context, given): Promise<never> => {
    await passwordReset().completePasswordReset(given);
    redirect(
      await withNotice("/sign-in", { tone: "working", title: PASSWORD_SET, message: PASSWORD_SET_MORE }),
    );
  },
});

export async function setNewPassword(
  _previous: ActionResult<never>,
  formData: FormData,
): Promise<ActionResult<never>> {
  const result = await set({ status: "idle" }, formData);
  return result;
}
