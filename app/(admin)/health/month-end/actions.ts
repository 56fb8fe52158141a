"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { action } from "@/lib/door";
import { health } from "@/lib/health";
import { WRITE_MONTH } from "../words";

export const signOffMonth = action({
  verb: "health.sign_off",
  input: z.object({
    month: z.string().max(7, WRITE_MONTH),
    connections: z.coerce.number().int(),
    interrupted: z.coerce.number().int(),
    coverage: z.union([z.literal("").transform(() => null), z.coerce.number()]),
  }),
  run: async ({ user }, { month, ...seen }): Promise<void> => {
    await health().signOffMonth({ month, seen, signerName: user.name });
    refresh();
  },
});
