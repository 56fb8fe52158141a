"use client";

import { useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { revokeInvite } from "../../../actions";

const START: ActionResult<never> = { status: "idle" };

export function RevokeForm({ inviteId }: { inviteId: string }) {
  const [result, submit] = useActionState(revokeInvite, START);
  return (
    <form action={submit} className="mt-6">
      {result.status === "failed" && (
        <Banner tone="reconnect" role="alert" title={result.message} className="mb-4">
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Banner>
      )}
      <input type="hidden" name="inviteId" value={inviteId} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger">Revoke</SubmitButton>
        <ButtonLink href="/settings/people/invites">Cancel</ButtonLink>
      </div>
    </form>
  );
}
