"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { archive } from "../../actions";

const START: ActionResult<never> = { status: "idle" };

/** Asks no second time: Unarchive takes it back. */
export function ArchiveForm({ companyId }: { companyId: string }) {
  const [result, submit] = useActionState(archive, START);
  return (
    <form action={submit}>
      {result.status === "failed" && (
        <Alert title={result.message} className="mb-4">
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Alert>
      )}
      <input type="hidden" name="companyId" value={companyId} />
      <SubmitButton variant="secondary">Archive company</SubmitButton>
    </form>
  );
}
