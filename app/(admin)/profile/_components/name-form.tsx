"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { changeName } from "../actions";
import { NAME_TITLE, NAME_WHY, SAVE_NAME } from "../words";

export function NameForm({ name }: { name: string }) {
  const [{ result, name: typed }, submit] = useActionState(changeName, { result: { status: "idle" }, name });
  const errors = fieldErrorsOf(result);
  return (
    // What was typed last comes back after React has reset the form.
    <form key={typed} action={submit} className="flex flex-col gap-3">
      {result.status === "failed" && Object.keys(errors).length === 0 && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      <Field
        label={NAME_TITLE}
        name="name"
        autoComplete="name"
        required
        maxLength={200}
        defaultValue={typed}
        hint={NAME_WHY}
        error={errors.name}
      />
      <div>
        <SubmitButton variant="secondary">{SAVE_NAME}</SubmitButton>
      </div>
    </form>
  );
}
