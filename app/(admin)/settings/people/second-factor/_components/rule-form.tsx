"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { MAKE_OPTIONAL, REQUIRE_FACTOR, REQUIRE_WHY } from "../../../words";
import { changeRule } from "../actions";

const START: ActionResult<never> = { status: "idle" };

export function RuleForm({ required }: { required: boolean }) {
  const [result, submit] = useActionState(changeRule, START);
  return (
    <form action={submit} className="flex flex-col items-start gap-3">
      {result.status === "failed" && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      <input type="hidden" name="rule" value={required ? "optional" : "required"} />
      {!required && <p className="text-sm text-muted">{REQUIRE_WHY}</p>}
      <SubmitButton variant={required ? "secondary" : "primary"}>
        {required ? MAKE_OPTIONAL : REQUIRE_FACTOR}
      </SubmitButton>
    </form>
  );
}
