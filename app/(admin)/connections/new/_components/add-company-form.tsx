"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { CompanyNameFields } from "../../_components/company-name-fields";
import type { CompanyFormState } from "../../company-input";
import { addCompany } from "../actions";
import { ADD_COMPANY, ADD_SAME_NAME, ID_HINT, ID_LABEL } from "../words";

export function AddCompanyForm({ name }: { name: string }) {
  const start: CompanyFormState = { result: { status: "idle" }, typed: { name, id: "" } };
  const [state, submit] = useActionState(addCompany, start);
  return (
    <form action={submit} className="flex flex-col gap-4">
      <CompanyNameFields {...state} meantLabel={ADD_SAME_NAME} />
      <Field
        key={state.typed.id}
        label={ID_LABEL}
        name="id"
        defaultValue={state.typed.id}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        inputClassName="font-mono"
        hint={ID_HINT}
        error={fieldErrorsOf(state.result).id}
      />
      <div>
        <SubmitButton variant="secondary">{ADD_COMPANY}</SubmitButton>
      </div>
    </form>
  );
}
