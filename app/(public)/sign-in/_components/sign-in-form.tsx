"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { requestReference, SIGN_IN } from "../../words";
import { signIn } from "../actions";
import type { SignInState } from "../sign-in-state";

const START: SignInState = { result: { status: "idle" }, email: "" };

interface SignInFormProps {
  returnTo: string;
  /** What an earlier attempt elsewhere ended in. */
  failure?: string;
}

export function SignInForm({ returnTo, failure }: SignInFormProps) {
  const [{ result, email }, submit] = useActionState(signIn, START);
  const failed = result.status === "failed" ? result : undefined;
  const message = failed && !failed.fieldErrors ? failed.message : !failed ? failure : undefined;
  return (
    <form action={submit} className="flex flex-col gap-4">
      {message && (
        <Alert title={message}>
          {failed &&
            failed.owner === "us" &&
            failed.code === "unexpected" &&
            requestReference(failed.requestId)}
        </Alert>
      )}
      <input type="hidden" name="returnTo" value={returnTo} />
      <Field
        // The address typed last comes back after React has reset the form.
        key={email}
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={254}
        defaultValue={email}
        error={failed?.fieldErrors?.email}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={failed?.fieldErrors?.password}
      />
      <SubmitButton className="w-full">{SIGN_IN}</SubmitButton>
    </form>
  );
}
