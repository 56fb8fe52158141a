"use client";

import { useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { fieldErrorsOf } from "../../_components/field-errors-of";
import { FilterFields, type FilterFieldsProps } from "../../_components/filter-fields";
import { changeEndpoint } from "../../actions";
import { EVENTS_SAVED } from "../../words";

const START: ActionResult<null> = { status: "idle" };

export function ChangeForm({ id, ...filter }: { id: string } & Omit<FilterFieldsProps, "errors">) {
  const [result, submit] = useActionState(changeEndpoint, START);
  const errors = fieldErrorsOf(result);
  return (
    <form action={submit} className="flex flex-col gap-5">
      {result.status === "failed" && Object.keys(errors).length === 0 && (
        <Banner tone="reconnect" role="alert" title={result.message}>
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Banner>
      )}
      {result.status === "done" && <Banner tone="working" title={EVENTS_SAVED} />}
      <input type="hidden" name="id" value={id} />
      <FilterFields {...filter} errors={errors} />
      <div>
        <SubmitButton variant="secondary">Save</SubmitButton>
      </div>
    </form>
  );
}
