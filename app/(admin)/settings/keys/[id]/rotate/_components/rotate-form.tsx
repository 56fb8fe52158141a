"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { FormFailure } from "../../../_components/form-failure";
import { NewValue } from "../../../_components/new-value";
import { rotateKey } from "../../../actions";
import type { KeyFormState } from "../../../key-input";

interface RotateFormProps {
  keyId: string;
  name: string;
  service: string;
  expiresAtMs: number;
  /** A new expiry, where the present one is near. */
  suggestedDays: number | undefined;
}

const KEEP = [
  { value: "0", label: "Not at all: it ends now" },
  { value: "1", label: "One day" },
  { value: "3", label: "Three days" },
  { value: "7", label: "Seven days" },
  { value: "14", label: "Fourteen days" },
];

export function RotateForm({ keyId, name, service, expiresAtMs, suggestedDays }: RotateFormProps) {
  const start: KeyFormState = {
    result: { status: "idle" },
    typed: { keepDays: ["7"], expiresInDays: [String(suggestedDays ?? "")] },
  };
  const [{ result, typed }, submit] = useActionState(rotateKey, start);
  if (result.status === "done") return <NewValue {...result.value} />;
  const errors = fieldErrorsOf(result);
  return (
    <form key={JSON.stringify(typed)} action={submit} className="flex flex-col gap-6">
      <FormFailure result={result} />
      <ul className="list-disc pl-5">
        <li>The key gets a new secret, which is shown once. What it may do stays as it is.</li>
        <li>
          The service {service} goes on with the former secret for as long as you choose; then it is refused.
        </li>
        <li>A secret from before an earlier rotation ends now.</li>
      </ul>
      <input type="hidden" name="keyId" value={keyId} />
      <input type="hidden" name="name" value={name} />
      <Select
        label="For how long the former secret stays good"
        name="keepDays"
        options={KEEP}
        defaultValue={typed.keepDays?.[0] ?? "7"}
        error={errors.keepDays}
        hint="Choose “Not at all” if the secret may be in other hands."
      />
      <Field
        label="Good for how many days from now"
        name="expiresInDays"
        inputMode="numeric"
        maxLength={9}
        autoComplete="off"
        defaultValue={typed.expiresInDays?.[0] ?? ""}
        error={errors.expiresInDays}
        hint={
          <>
            At most 730. Empty: it expires on <Time at={expiresAtMs} dateOnly />, as before.
          </>
        }
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton>Rotate</SubmitButton>
        <ButtonLink href="/settings/keys">Cancel</ButtonLink>
      </div>
    </form>
  );
}
