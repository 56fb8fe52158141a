"use client";

import { useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import { Select } from "@/components/ui/select";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { NewSecret } from "./new-secret";

type Result = ActionResult<{ secret: string }>;

interface RotateSecretProps {
  id: string;
  target: string;
  action: (previous: Result, formData: FormData) => Promise<Result>;
  className?: string;
}

const START: Result = { status: "idle" };
const KEPT = [
  { value: "1", label: "for one more day" },
  { value: "7", label: "for seven more days" },
  { value: "14", label: "for fourteen more days" },
  { value: "0", label: "no longer: it is known to others" },
];

/** Replaces a signing secret. For as long as the former one is kept, messages carry both signatures. */
export function RotateSecret({ id, target, action, className }: RotateSecretProps) {
  const [result, submit] = useActionState(action, START);
  return (
    <details open={result.status !== "idle" || undefined} className={className}>
      <summary className="inline-flex min-h-6 items-center rounded-sm text-sm underline underline-offset-2">
        New secret<span className="sr-only"> for {target}</span>
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
          <Select label="The former secret signs too" name="keepDays" options={KEPT} className="min-w-60" />
          <SubmitButton variant="secondary">Make a new secret</SubmitButton>
        </div>
      </form>
    </details>
  );
}
