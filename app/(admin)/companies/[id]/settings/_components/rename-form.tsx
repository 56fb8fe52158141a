"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { CompanyNameFields } from "../../../../connections/_components/company-name-fields";
import type { CompanyFormState } from "../../../../connections/company-input";
import { SAME_NAME_MEANT } from "../../../words";
import { rename } from "../../actions";

export function RenameForm({ companyId, name }: { companyId: string; name: string }) {
  const start: CompanyFormState = { result: { status: "idle" }, typed: { name, id: "" } };
  const [state, submit] = useActionState(rename, start);
  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="companyId" value={companyId} />
      <CompanyNameFields {...state} meantLabel={SAME_NAME_MEANT} />
      <div>
        <SubmitButton variant="secondary">Rename</SubmitButton>
      </div>
    </form>
  );
}
