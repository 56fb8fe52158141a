"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { REASON_KEPT } from "../../../words";
import { type MergeFormState, merge } from "../../actions";

const START: MergeFormState = { result: { status: "idle" }, reason: "" };

interface MergeFormProps {
  companyId: string;
  fromId: string;
  label: string;
  cancelHref: string;
}

export function MergeForm({ companyId, fromId, label, cancelHref }: MergeFormProps) {
  const [{ result, reason }, submit] = useActionState(merge, START);
  const failed = result.status === "failed" ? result : undefined;
  const isReason = failed?.field === "reason" || failed?.fieldErrors?.reason;
  return (
    <form action={submit} className="mt-6 flex max-w-xl flex-col gap-4">
      {failed && !isReason && (
        <Alert title={failed.message}>{failed.signInHref && <SignInLink href={failed.signInHref} />}</Alert>
      )}
      <input type="hidden" name="companyId" value={companyId} />
      <input type="hidden" name="fromId" value={fromId} />
      <Textarea
        // What was typed last comes back after React has reset the form.
        key={reason}
        label="Reason"
        name="reason"
        hint={REASON_KEPT}
        required
        minLength={5}
        maxLength={500}
        rows={3}
        defaultValue={reason}
        error={isReason ? failed?.message : undefined}
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" className="wrap-anywhere whitespace-normal">
          {label}
        </SubmitButton>
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
      </div>
    </form>
  );
}
