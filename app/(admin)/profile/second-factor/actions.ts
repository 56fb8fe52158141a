"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { tooLong } from "@/app/_input/words";
import { withNotice } from "@/app/_notice/notice";
import { action, proveHere, sessionIdHere } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { ENTER_OWN_PASSWORD, ENTER_PROOF, FACTOR_REMOVED } from "../words";

const code = z.object({
  proof: z.string({ error: ENTER_PROOF }).trim().min(1, ENTER_PROOF).max(40, tooLong(40)),
});

export const begin = action({
  verb: "account.manage",
  input: z.object({ proof: z.string({ error: ENTER_OWN_PASSWORD }).min(1, ENTER_OWN_PASSWORD) }),
  run: async ({ user }, { proof }): Promise<string[]> => {
    await proveHere(user, proof);
    await secondFactors().beginEnrolment({ userId: user.id, startedBy: await sessionIdHere() });
    redirect("/profile/second-factor/set-up");
  },
});

/** For a person who has no password to enter: the company's account has just said who they are. */
const beginProved = action({
  verb: "account.secure",
  input: z.object({}),
  run: async ({ user }): Promise<void> => {
    if ((await secondFactors().proofOf(user.id)) !== "sso") redirect("/profile/second-factor");
    await secondFactors().beginEnrolment({ userId: user.id, startedBy: await sessionIdHere() });
    redirect("/profile/second-factor/set-up");
  },
});

export async function beginHere(formData: FormData): Promise<void> {
  const result = await beginProved({ status: "idle" }, formData);
  if (result.status !== "failed") return;
  if (result.signInHref) redirect(result.signInHref);
  const notice = { tone: "provider", title: result.message, message: "" } as const;
  redirect(await withNotice("/profile/second-factor", notice));
}

export const confirm = action({
  verb: "account.manage",
  input: code,
  run: async ({ user }, { proof }) =>
    secondFactors().confirmEnrolment({ userId: user.id, startedBy: await sessionIdHere() }, proof),
});

export const renewCodes = action({
  verb: "account.manage",
  input: code,
  run: async ({ user }, { proof }) => {
    await proveHere(user, proof);
    return secondFactors().renewBackupCodes(user.id);
  },
});

export const remove = action({
  verb: "account.manage",
  input: code,
  run: async ({ user }, { proof }): Promise<string[]> => {
    await proveHere(user, proof);
    await secondFactors().removeSecondFactor(user.id);
    redirect(
      await withNotice("/profile/second-factor", { tone: "working", title: FACTOR_REMOVED, message: "" }),
    );
  },
});
