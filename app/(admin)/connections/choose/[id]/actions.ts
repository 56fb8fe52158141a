"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { outcomePath } from "@/app/_consent/outcome-path";
import { identifier } from "@/app/_input/identifier";
import { action } from "@/lib/door";
import { CountersignError } from "@/lib/errors";
import { tokenService } from "@/lib/token";
import { NOT_WAITING_ERROR, START_AGAIN_STEP, stillNotVerified } from "../words";

export const settleConsent = action({
  verb: "connections.connect",
  input: z.object({ pendingConsentId: identifier, tenantId: z.string().max(200).optional() }),
  run: async ({ user }, { pendingConsentId, tenantId }): Promise<never> => {
    const waiting = await tokenService.restingConsent(pendingConsentId, user);
    if (!waiting) {
      const nextStep = START_AGAIN_STEP;
      throw new CountersignError("consent_expired", NOT_WAITING_ERROR, { nextStep });
    }
    const outcome = await tokenService.settleConsent(pendingConsentId, user, tenantId);
    if (outcome.outcome === "resting") {
      const message = stillNotVerified(outcome.message);
      throw new CountersignError("provider_unavailable", message);
    }
    redirect(await outcomePath(waiting.connectionType, outcome));
  },
});
