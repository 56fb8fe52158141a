"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { askReset } from "../actions";
import type { AskState } from "../ask-state";
import { SEND_LINK } from "../words";

const START: AskState = { result: { status: "idle" }, email: "" };

export function AskForm() {
  const [{ result, email }, submit] = useActionState(askReset, START);
  const failed = result.status === "failed" ? result : undefined;
  return (
    <form action={submit} className="flex flex-col gap-4">
      {failed && !failed.fieldErrors && <Alert title={failed.message} />}
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
      <SubmitButton className="w-full">{SEND_LINK}</SubmitButton>
    </form>
  );
}
