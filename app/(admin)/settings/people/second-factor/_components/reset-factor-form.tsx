"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { RESET_FACTOR, RESET_FACTOR_WHY } from "../../../words";
import { resetFactor } from "../actions";

const START: ActionResult<never> = { status: "idle" };

/** On the page of a person who has a second factor. */
export function ResetFactorForm({ userId }: { userId: string }) {
  const [result, submit] = useActionState(resetFactor, START);
  return (
    <form action={submit} className="flex flex-col items-start gap-3">
      {result.status === "failed" && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      <input type="hidden" name="userId" value={userId} />
      <p className="text-sm text-muted">{RESET_FACTOR_WHY}</p>
      <SubmitButton variant="secondary">{RESET_FACTOR}</SubmitButton>
    </form>
  );
}
