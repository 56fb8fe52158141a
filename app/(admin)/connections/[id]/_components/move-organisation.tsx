"use client";

import ChevronRight from "lucide-react/icons/chevron-right";
import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { ConnectionDetail } from "@/lib/health";
import { startMove } from "../../actions";
import type { MoveState } from "../../move-state";

const START: MoveState = { result: { status: "idle" }, reason: "" };

/** A deliberate change of organisation, kept apart from Reconnect so that nobody makes it by mistake. */
export function MoveOrganisation({
  id,
  companyName,
  tenantName,
  providerName,
}: Pick<ConnectionDetail, "id" | "companyName" | "tenantName" | "providerName">) {
  const [{ result, reason }, submit] = useActionState(startMove, START);
  const failed = result.status === "failed" ? result : undefined;
  return (
    <Card className="mt-6">
      <details className="group" open={failed ? true : undefined}>
        <summary className="-mx-2 flex min-h-8 items-center gap-2 rounded px-2 font-medium hover:bg-hover">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
          />
          Connect a different organisation
        </summary>
        <form action={submit} className="mt-4 flex max-w-xl flex-col items-start gap-4">
          <p className="text-muted">
            {companyName} leaves {tenantName}, and its data comes from the organisation you choose at{" "}
            {providerName}. Until that consent is verified, {tenantName} stays connected.
          </p>
          {failed && failed.field !== "reason" && (
            <Alert title={failed.message}>
              {failed.signInHref && <SignInLink href={failed.signInHref} />}
            </Alert>
          )}
          <input type="hidden" name="connectionId" value={id} />
          <div className="w-full">
            <Textarea
              // What was typed last comes back after React has reset the form.
              key={reason}
              label="Reason"
              name="reason"
              hint="Kept in the audit log."
              required
              minLength={5}
              maxLength={500}
              rows={3}
              defaultValue={reason}
              error={failed?.field === "reason" ? failed.message : undefined}
            />
          </div>
          <SubmitButton variant="secondary">Choose another organisation</SubmitButton>
        </form>
      </details>
    </Card>
  );
}
