"use client";

import { useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import { Select } from "@/components/ui/select";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { CREATE_SECRET, NEW_SECRET, OLD_SECRET_KEPT, OLD_SECRET_LABEL, secretFor } from "../words";
import { NewSecret } from "./new-secret";

type Result = ActionResult<{ secret: string }>;

interface RotateSecretProps {
  id: string;
  target: string;
  action: (previous: Result, formData: FormData) => Promise<Result>;
  className?: string;
}

const START: Result = { status: "idle" };

/** Replaces a signing secret. For as long as the former one is kept, messages carry both signatures. */
export function RotateSecret({ id, target, action, className }: RotateSecretProps) {
  const [result, submit] = useActionState(action, START);
  return (
    <details open={result.status !== "idle" || undefined} className={className}>
      <summary className="inline-flex min-h-6 items-center rounded-sm text-sm underline underline-offset-2">
        {NEW_SECRET}
        <span className="sr-only"> {secretFor(target)}</span>
      </summary>
      <form action={submit} className="mt-2 flex max-w-2xl flex-col gap-3">
        {result.status === "failed" && (
          <Banner tone="reconnect" role="alert" title={result.message}>
            {result.signInHref && <SignInLink href={result.signInHref} />}
          </Banner>
        )}
        {result.status === "done" && <NewSecret url={target} secret={result.value.secret} />}
        <input type="hidden" name="id" value={id} />
        <div className="flex flex-wrap items-end gap-3">
          <Select label={OLD_SECRET_LABEL} name="keepDays" options={OLD_SECRET_KEPT} className="min-w-60" />
          <SubmitButton variant="secondary">{CREATE_SECRET}</SubmitButton>
        </div>
      </form>
    </details>
  );
}
