"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Sentence } from "@/components/ui/sentence";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { FormFailure } from "../../../_components/form-failure";
import { NewValue } from "../../../_components/new-value";
import { rotateKey } from "../../../actions";
import type { KeyFormState } from "../../../key-input";
import {
  KEEP_CHOICES,
  KEEP_HINT,
  KEEP_LABEL,
  NEW_DAYS_LABEL,
  newDaysHint,
  rotateEffects,
} from "../../../words";

interface RotateFormProps {
  keyId: string;
  name: string;
  service: string;
  expiresAtMs: number;
  /** A new expiry, where the present one is near. */
  suggestedDays: number | undefined;
}

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
        {rotateEffects(service).map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      <input type="hidden" name="keyId" value={keyId} />
      <input type="hidden" name="name" value={name} />
      <Select
        label={KEEP_LABEL}
        name="keepDays"
        options={KEEP_CHOICES}
        defaultValue={typed.keepDays?.[0] ?? "7"}
        error={errors.keepDays}
        hint={KEEP_HINT}
      />
      <Field
        label={NEW_DAYS_LABEL}
        name="expiresInDays"
        inputMode="numeric"
        maxLength={9}
        autoComplete="off"
        defaultValue={typed.expiresInDays?.[0] ?? ""}
        error={errors.expiresInDays}
        hint={<Sentence parts={newDaysHint(<Time at={expiresAtMs} dateOnly />)} />}
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton>Rotate</SubmitButton>
        <ButtonLink href="/settings/keys">Cancel</ButtonLink>
      </div>
    </form>
  );
}
