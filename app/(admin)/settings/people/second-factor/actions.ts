"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { FACTOR_RESET, FACTOR_RULE, RULE_OFF, RULE_ON } from "../../words";

const HERE = "/settings/people/second-factor";

export const changeRule = action({
  verb: "users.manage",
  input: z.object({ rule: z.enum(["required", "optional"]) }),
  run: async (_context, { rule }): Promise<never> => {
    await secondFactors().requireSecondFactor(rule === "required");
    const message = rule === "required" ? RULE_ON : RULE_OFF;
    redirect(await withNotice(HERE, { tone: "working", title: FACTOR_RULE, message }));
  },
});

/** Of a person who has lost it; for `ResetFactorForm`. */
export const resetFactor = action({
  verb: "users.manage",
  input: z.object({ userId: z.string().min(1).max(100) }),
  run: async (_context, { userId }): Promise<never> => {
    await secondFactors().resetSecondFactor(userId);
    redirect(await withNotice(HERE, { tone: "working", title: FACTOR_RESET, message: "" }));
  },
});
