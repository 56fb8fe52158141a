"use client";

import { type ReactNode, useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { ACCEPT, NAME_HINT, PASSWORD_HINT } from "../../words";
import type { AcceptState } from "../accept-state";
import { acceptInvite } from "../actions";

const START: AcceptState = { result: { status: "idle" }, name: "" };

/** @param children What the server shows above the fields. */
export function AcceptForm({ token, children }: { token: string; children: ReactNode }) {
  const [{ result, name }, submit] = useActionState(acceptInvite, START);
  const failed = result.status === "failed" ? result : undefined;
  const errors = failed?.fieldErrors ?? (failed?.field ? { [failed.field]: failed.message } : undefined);
  return (
    <form action={submit} className="flex flex-col gap-4">
      {failed && !errors && <Alert title={failed.message} />}
      <input type="hidden" name="token" value={token} />
      {children}
      <Field
        // The name typed last comes back after React has reset the form.
        key={name}
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={200}
        defaultValue={name}
        hint={NAME_HINT}
        error={errors?.name}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={200}
        hint={PASSWORD_HINT}
        error={errors?.password}
      />
      <SubmitButton className="w-full">{ACCEPT}</SubmitButton>
    </form>
  );
}
