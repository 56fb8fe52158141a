"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { ConnectionDetail } from "@/lib/health";
import { startMove } from "../../../actions";
import type { MoveState } from "../../../move-state";
import { CHOOSE_ORGANISATION, KEPT_IN_LOG, moveMeans } from "../../words";

const START: MoveState = { result: { status: "idle" }, reason: "" };

type MoveFormProps = Pick<ConnectionDetail, "id" | "companyName" | "tenantName" | "providerName"> & {
  cancelHref: string;
};

export function MoveForm({ id, companyName, tenantName, providerName, cancelHref }: MoveFormProps) {
  const [{ result, reason }, submit] = useActionState(startMove, START);
  const failed = result.status === "failed" ? result : undefined;
  return (
    <form action={submit} className="flex flex-col items-start gap-4">
      <p className="text-muted">{moveMeans(companyName, tenantName, providerName)}</p>
      {failed && failed.field !== "reason" && (
        <Alert title={failed.message}>{failed.signInHref && <SignInLink href={failed.signInHref} />}</Alert>
      )}
      <input type="hidden" name="connectionId" value={id} />
      <div className="w-full">
        <Textarea
          // What was typed last comes back after React has reset the form.
          key={reason}
          label="Reason"
          name="reason"
          hint={KEPT_IN_LOG}
          required
          minLength={5}
          maxLength={500}
          rows={3}
          defaultValue={reason}
          error={failed?.field === "reason" ? failed.message : undefined}
        />
      </div>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{CHOOSE_ORGANISATION}</SubmitButton>
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
      </div>
    </form>
  );
}
