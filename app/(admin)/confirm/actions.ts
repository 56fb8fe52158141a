"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action, proveHere, safeReturnTo } from "@/lib/door";
import { pageOfFile } from "./file-of";
import { ENTER_PROOF } from "./words";

export const confirm = action({
  verb: "account.manage",
  input: z.object({
    proof: z.string({ error: ENTER_PROOF }).min(1, ENTER_PROOF),
    returnTo: z.string().optional(),
  }),
  run: async ({ user }, { proof, returnTo }): Promise<string[]> => {
    await proveHere(user, proof);
    const destination = safeReturnTo(returnTo);
    // A file leaves the browser where it is: the page of the confirmation starts it and leads back.
    redirect(pageOfFile(destination) ? `/confirm?returnTo=${encodeURIComponent(destination)}` : destination);
  },
});
