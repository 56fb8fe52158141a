"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/action";
import { addCompany } from "../actions";

const START: ActionResult<never> = { status: "idle" };

export function AddCompanyForm({ name }: { name: string }) {
  const [result, submit] = useActionState(addCompany, START);
  const failed = result.status === "failed" ? result : undefined;
  const errors = failed?.fieldErrors ?? (failed?.field ? { [failed.field]: failed.message } : {});
  const isShownAtField = Boolean(errors.name || errors.id);
  return (
    <form action={submit} className="flex flex-col gap-4">
      {failed && !isShownAtField && <Alert title={failed.message} />}
      <Field
        label="Company name"
        name="name"
        defaultValue={name}
        maxLength={200}
        autoComplete="off"
        error={errors.name}
      />
      <Field
        label="Id in your product"
        name="id"
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        inputClassName="font-mono"
        hint="What your own code passes to getValidToken. Leave it empty and Countersign makes one."
        error={errors.id}
      />
      <div>
        <SubmitButton variant="secondary">Add company</SubmitButton>
      </div>
    </form>
  );
}
