"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { requestReference } from "../../../words";
import { ACCEPT, NAME_HINT, PASSWORD_HINT } from "../../words";
import type { AcceptState } from "../accept-state";
import { acceptInvite } from "../actions";

const START: AcceptState = { result: { status: "idle" }, name: "" };

export function AcceptForm({ token, email }: { token: string; email: string }) {
  const [{ result, name }, submit] = useActionState(acceptInvite, START);
  const failed = result.status === "failed" ? result : undefined;
  const errors = failed?.fieldErrors ?? (failed?.field ? { [failed.field]: failed.message } : undefined);
  return (
    <form action={submit} className="flex flex-col gap-4">
      {failed && !errors && (
        <Alert title={failed.message}>
          {failed.code === "unexpected" && requestReference(failed.requestId)}
        </Alert>
      )}
      <input type="hidden" name="token" value={token} />
      <Field label="Email" name="email" type="email" autoComplete="username" readOnly defaultValue={email} />
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
