"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { changePassword } from "../actions";
import { CHANGE_PASSWORD, CURRENT_PASSWORD, NEW_PASSWORD, PASSWORD_HINT, PASSWORD_WHY } from "../words";

const START: ActionResult<never> = { status: "idle" };

export function PasswordForm({ email }: { email: string }) {
  const [result, submit] = useActionState(changePassword, START);
  const errors = fieldErrorsOf(result);
  return (
    <form action={submit} className="flex flex-col gap-3">
      {result.status === "failed" && Object.keys(errors).length === 0 && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      {/* Tells a password manager whose password changes. */}
      <input type="text" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
      <Field
        label={CURRENT_PASSWORD}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        error={errors.current}
      />
      <Field
        label={NEW_PASSWORD}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={200}
        hint={PASSWORD_HINT}
        error={errors.password}
      />
      <p className="text-sm text-muted">{PASSWORD_WHY}</p>
      <div>
        <SubmitButton variant="secondary">{CHANGE_PASSWORD}</SubmitButton>
      </div>
    </form>
  );
}
