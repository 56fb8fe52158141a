"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { disconnect } from "../../actions";

const START: ActionResult<never> = { status: "idle" };

interface DisconnectFormProps {
  connectionId: string;
  cancelHref: string;
}

export function DisconnectForm({ connectionId, cancelHref }: DisconnectFormProps) {
  const [result, submit] = useActionState(disconnect, START);
  return (
    <form action={submit} className="mt-6">
      {result.status === "failed" && (
        <Alert title={result.message} className="mb-4">
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Alert>
      )}
      <input type="hidden" name="connectionId" value={connectionId} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger">Disconnect</SubmitButton>
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
      </div>
    </form>
  );
}
