"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { dropNotice } from "@/app/_notice/notice";
import { formText, publicAction, safeReturnTo, startSession, stepPath } from "@/lib/door";
import { ENTER_EMAIL, ENTER_PASSWORD } from "../words";
import type { SignInState } from "./sign-in-state";

const enter = publicAction({
  input: z.object({
    email: z.string({ error: ENTER_EMAIL }).trim().min(1, ENTER_EMAIL),
    password: z.string({ error: ENTER_PASSWORD }).min(1, ENTER_PASSWORD),
    returnTo: z.string().optional(),
  }),
  run: async (_context, { email, password, returnTo }) => {
    const step = await startSession({ email, password });
    if (step) redirect(stepPath(step, returnTo));
    await dropNotice();
    redirect(safeReturnTo(returnTo));
  },
});

/** Returns the address beside the failure, so that the form still shows it where no JavaScript kept it. */
export async function signIn(_previous: SignInState, formData: FormData): Promise<SignInState> {
  const result = await enter({ status: "idle" }, formData);
  return { result, email: formText(formData, "email") };
}
