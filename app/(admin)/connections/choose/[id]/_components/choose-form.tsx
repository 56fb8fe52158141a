"use client";

import { useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { shownName } from "@/lib/shown-text";
import type { RestingConsent } from "@/lib/token";
import { TRY_AGAIN } from "../../words";
import { settleConsent } from "../actions";

const START: ActionResult<never> = { status: "idle" };

interface ChooseFormProps {
  pendingConsentId: string;
  /** To choose from; empty when the consent only has to be tried again. */
  tenants: RestingConsent["tenants"];
}

export function ChooseForm({ pendingConsentId, tenants }: ChooseFormProps) {
  const [result, submit] = useActionState(settleConsent, START);
  return (
    <form action={submit}>
      {result.status === "failed" && (
        <Banner
          tone={result.owner === "provider" ? "provider" : "reconnect"}
          role="alert"
          title={result.message}
          className="mb-4"
        >
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Banner>
      )}
      <input type="hidden" name="pendingConsentId" value={pendingConsentId} />
      {tenants.length > 0 && <Organisations tenants={tenants} />}
      <SubmitButton>{tenants.length > 0 ? "Continue" : TRY_AGAIN}</SubmitButton>
    </form>
  );
}

function Organisations({ tenants }: Pick<ChooseFormProps, "tenants">) {
  return (
    <fieldset className="mb-5">
      <legend className="mb-2 font-medium">Organisation</legend>
      <div className="flex flex-col gap-1">
        {tenants.map(({ tenantId, tenantName }) => (
          <label
            key={tenantId}
            className="flex min-h-10 items-center gap-3 rounded border border-border px-3 py-2 hover:bg-hover has-checked:border-accent has-checked:bg-provider-tint"
          >
            <input
              type="radio"
              name="tenantId"
              value={tenantId}
              required
              className="size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">{shownName(tenantName)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
