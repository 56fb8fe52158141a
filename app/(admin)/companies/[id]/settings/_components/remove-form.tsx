"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { remove } from "../../actions";

const START: ActionResult<never> = { status: "idle" };

/** Asks no second time: a company without a past is added again as fast. */
export function RemoveForm({ companyId }: { companyId: string }) {
  const [result, submit] = useActionState(remove, START);
  return (
    <form action={submit}>
      {result.status === "failed" && (
        <Alert title={result.message} className="mb-4">
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Alert>
      )}
      <input type="hidden" name="companyId" value={companyId} />
      <SubmitButton variant="danger">Remove company</SubmitButton>
    </form>
  );
}
