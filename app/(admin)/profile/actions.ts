"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { tooLong } from "@/app/_input/words";
import { withNotice } from "@/app/_notice/notice";
import { type ActionResult, action, changePasswordHere, formText, sessionIdHere } from "@/lib/door";
import { people } from "@/lib/people";
import type { NameFormState } from "./name-form-state";
import {
  ENTER_NAME,
  ENTER_NEW_PASSWORD,
  ENTER_OWN_PASSWORD,
  NAME_SAVED,
  PASSWORD_CHANGED,
  SESSION_ENDED,
  SESSION_ENDED_MORE,
  SESSIONS_ENDED,
  sessionsEnded,
} from "./words";

async function done(title: string, message: string): Promise<never> {
  redirect(await withNotice("/profile", { tone: "working", title, message }));
}

const rename = action({
  verb: "account.manage",
  input: z.object({
    name: z.string({ error: ENTER_NAME }).trim().min(1, ENTER_NAME).max(200, tooLong(200)),
  }),
  run: async ({ user }, { name }): Promise<never> => {
    await people().changeOwnName({ userId: user.id, name });
    return done(NAME_SAVED, "");
  },
});

/** Returns what was typed beside the result, so that the form still shows it where no JavaScript kept it. */
export async function changeName(_previous: NameFormState, formData: FormData): Promise<NameFormState> {
  const result: ActionResult<never> = await rename({ status: "idle" }, formData);
  return { result, name: formText(formData, "name") };
}

export const changePassword = action({
  verb: "account.manage",
  input: z.object({
    current: z.string({ error: ENTER_OWN_PASSWORD }).min(1, ENTER_OWN_PASSWORD),
    password: z.string({ error: ENTER_NEW_PASSWORD }).min(1, ENTER_NEW_PASSWORD),
  }),
  run: async ({ user }, passwords): Promise<never> =>
    done(PASSWORD_CHANGED, sessionsEnded(await changePasswordHere(user, passwords))),
});

export const endSessionOfMine = action({
  verb: "account.manage",
  input: z.object({ sessionId: identifier }),
  run: async ({ user }, { sessionId }): Promise<never> => {
    await people().endOneOfMine({ userId: user.id, sessionId });
    return done(SESSION_ENDED, SESSION_ENDED_MORE);
  },
});

export const endOtherSessions = action({
  verb: "account.manage",
  input: z.object({}),
  run: async ({ user }): Promise<never> => {
    const sessionId = await sessionIdHere();
    const ended = await people().endAllOthers({ userId: user.id, sessionId });
    return done(SESSIONS_ENDED, sessionsEnded(ended));
  },
});
