"use client";

import { type ReactNode, useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import type { ButtonLook } from "@/components/ui/button";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";

interface PersonFormProps {
  action: (previous: ActionResult<never>, formData: FormData) => Promise<ActionResult<never>>;
  personId: string;
  /** What it does. */
  why: string;
  button: string;
  variant?: ButtonLook["variant"];
  /** Fields beside the button. */
  children?: ReactNode;
}

const START: ActionResult<never> = { status: "idle" };

/** One change of a person. */
export function PersonForm({
  action,
  personId,
  why,
  button,
  variant = "secondary",
  children,
}: PersonFormProps) {
  const [result, submit] = useActionState(action, START);
  return (
    <form action={submit} className="flex flex-col gap-3">
      {result.status === "failed" && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      <input type="hidden" name="personId" value={personId} />
      <p className="text-sm text-muted">{why}</p>
      <div className="flex flex-wrap items-end gap-2">
        {children}
        <SubmitButton variant={variant}>{button}</SubmitButton>
      </div>
    </form>
  );
}
