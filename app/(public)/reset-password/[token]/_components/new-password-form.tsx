"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { NEW_PASSWORD, PASSWORD_HINT, SET_PASSWORD } from "../../../forgot-password/words";
import { setNewPassword } from "../actions";

const START: ActionResult<never> = { status: "idle" };

export function NewPasswordForm({ token }: { token: string }) {
  const [result, submit] = useActionState(setNewPassword, START);
  const failed = result.status === "failed" ? result : undefined;
  const error = failed?.fieldErrors?.password ?? (failed?.field === "password" ? failed.message : undefined);
  return (
    <form action={submit} className="flex flex-col gap-4">
      {failed && !error && <Alert title={failed.message} />}
      <input type="hidden" name="token" value={token} />
      <Field
        label={NEW_PASSWORD}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={200}
        hint={PASSWORD_HINT}
        error={error}
      />
      <SubmitButton className="w-full">{SET_PASSWORD}</SubmitButton>
    </form>
  );
}
