"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { tooLong } from "@/app/_input/words";
import { formText, publicAction } from "@/lib/door";
import { passwordReset } from "@/lib/people";
import { ENTER_EMAIL } from "../words";
import type { AskState } from "./ask-state";

const ask = publicAction({
  input: z.object({
    email: z.string({ error: ENTER_EMAIL }).trim().min(1, ENTER_EMAIL).max(254, tooLong(254)),
  }),
  run: async (_context, { email }): Promise<never> => {
    await passwordReset().askPasswordReset(email);
    redirect("/forgot-password?sent=1");
  },
});

export async function askReset(_previous: AskState, formData: FormData): Promise<AskState> {
  const result = await ask({ status: "idle" }, formData);
  return { result, email: formText(formData, "email") };
}
