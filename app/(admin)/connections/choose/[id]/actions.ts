"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { outcomePath } from "@/app/_consent/outcome-path";
import { identifier } from "@/app/_input/identifier";
import { action } from "@/lib/door";
import { CountersignError } from "@/lib/errors";
import { tokenService } from "@/lib/token";

export const settleConsent = action({
  verb: "connections.connect",
  input: z.object({ pendingConsentId: identifier, tenantId: z.string().max(200).optional() }),
  run: async ({ user }, { pendingConsentId, tenantId }): Promise<never> => {
    const waiting = await tokenService.restingConsent(pendingConsentId, user.id);
    if (!waiting) {
      const nextStep = "Start again.";
      throw new CountersignError("consent_expired", "This consent is no longer waiting.", { nextStep });
    }
    const outcome = await tokenService.settleConsent(pendingConsentId, user.id, tenantId);
    if (outcome.outcome === "resting") {
      const message = `Still not verified. ${outcome.message} The consent stays safe.`;
      throw new CountersignError("provider_unavailable", message);
    }
    redirect(await outcomePath(waiting.connectionType, outcome));
  },
});
