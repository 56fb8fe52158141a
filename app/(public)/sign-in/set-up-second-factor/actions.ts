"use server";

import { z } from "zod";
import { finishSetUpStep, publicAction } from "@/lib/door";
import { ENTER_CODE } from "../../words";

export const finishSetUp = publicAction({
  input: z.object({ proof: z.string({ error: ENTER_CODE }).trim().min(1, ENTER_CODE).max(40, ENTER_CODE) }),
  run: (_context, { proof }) => finishSetUpStep(proof),
});
