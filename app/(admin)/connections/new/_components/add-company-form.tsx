"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { CompanyNameFields } from "../../_components/company-name-fields";
import type { CompanyFormState } from "../../company-input";
import { addCompany } from "../actions";

export function AddCompanyForm({ name }: { name: string }) {
  const start: CompanyFormState = { result: { status: "idle" }, typed: { name, id: "" } };
  const [state, submit] = useActionState(addCompany, start);
  return (
    <form action={submit} className="flex flex-col gap-4">
      <CompanyNameFields {...state} meantLabel="Add another company of this name" />
      <Field
        key={state.typed.id}
        label="Id in your product"
        name="id"
        defaultValue={state.typed.id}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        inputClassName="font-mono"
        hint="The id your own code passes to getValidToken. Empty: we create one."
        error={fieldErrorsOf(state.result).id}
      />
      <div>
        <SubmitButton variant="secondary">Add company</SubmitButton>
      </div>
    </form>
  );
}
