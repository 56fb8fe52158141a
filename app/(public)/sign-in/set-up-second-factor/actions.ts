"use server";

import { z } from "zod";
import { tooLong } from "@/app/_input/words";
import { finishSetUpStep, publicAction } from "@/lib/door";
import { ENTER_CODE } from "../../words";

export const finishSetUp = publicAction({
  input: z.object({ proof: z.string({ error: ENTER_CODE }).trim().min(1, ENTER_CODE).max(40, tooLong(40)) }),
  run: (_context, { proof }) => finishSetUpStep(proof),
});
