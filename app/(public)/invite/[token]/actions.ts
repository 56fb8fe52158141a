"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { tooLong } from "@/app/_input/words";
import { dropNotice, withNotice } from "@/app/_notice/notice";
import { currentUser, endSession, formText, publicAction, startSession, stepPath } from "@/lib/door";
import { isCode } from "@/lib/errors";
import { invites } from "@/lib/people";
import { ACCEPTED, ACCEPTED_MORE, ENTER_NAME, ENTER_PASSWORD } from "../words";
import type { AcceptState } from "./accept-state";

const token = z.string().max(200);
const link = (value: string) => `/invite/${encodeURIComponent(value)}`;

const accept = publicAction({
  input: z.object({
    token,
    name: z.string({ error: ENTER_NAME }).trim().min(1, ENTER_NAME).max(200, tooLong(200)),
    password: z.string({ error: ENTER_PASSWORD }).min(1, ENTER_PASSWORD),
  }),
  run: async (_context, given) => {
    // The page says so, and offers to sign out.
    if (await currentUser()) redirect(link(given.token));
    const { email } = await invites().acceptByLink(given);
    await dropNotice();
    redirect(await enterWith({ email, password: given.password }));
  },
});

/** The account is made by now: who can't be let in at once signs in by themselves. */
async function enterWith(credentials: { email: string; password: string }): Promise<string> {
  try {
    const step = await startSession(credentials);
    return step ? stepPath(step, "/") : "/";
  } catch (error) {
    if (!isCode(error, "too_many_attempts", "not_signed_in")) throw error;
    return withNotice("/sign-in", { tone: "working", title: ACCEPTED, message: ACCEPTED_MORE });
  }
}

/** Returns the name beside the failure, so that the form still shows it where no JavaScript kept it. */
export async function acceptInvite(_previous: AcceptState, formData: FormData): Promise<AcceptState> {
  const result = await accept({ status: "idle" }, formData);
  return { result, name: formText(formData, "name") };
}

const leave = publicAction({
  input: z.object({ token }),
  run: async (_context, given) => {
    await endSession();
    redirect(link(given.token));
  },
});

export async function signOutHere(formData: FormData): Promise<void> {
  const result = await leave({ status: "idle" }, formData);
  if (result.status === "failed" && result.code !== "invalid_input") throw new Error(result.message);
}
