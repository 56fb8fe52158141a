"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { tooLong } from "@/app/_input/words";
import { dropNotice } from "@/app/_notice/notice";
import { finishSecondStep, publicAction, safeReturnTo } from "@/lib/door";
import { ENTER_CODE } from "../../words";

export const enterCode = publicAction({
  input: z.object({
    proof: z.string({ error: ENTER_CODE }).trim().min(1, ENTER_CODE).max(40, tooLong(40)),
    returnTo: z.string().optional(),
  }),
  run: async (_context, { proof, returnTo }): Promise<string[]> => {
    await finishSecondStep(proof);
    await dropNotice();
    redirect(safeReturnTo(returnTo));
  },
});
