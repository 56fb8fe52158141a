"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { BackupCodes } from "./backup-codes";
import { CODE, CODE_HINT, SIX_DIGITS } from "./words";

/** What is typed: a code of the app, that or a backup code, or the password. */
type Kind = "code" | "any_code" | "password";

interface CodeFormProps {
  /** Answers with backup codes to show, or leads on. */
  action: (previous: ActionResult<string[]>, formData: FormData) => Promise<ActionResult<string[]>>;
  kind: Kind;
  button: string;
  danger?: boolean;
  /** Sent along unseen. */
  returnTo?: string;
  /** Where the reader goes on once the codes are saved. */
  then: string;
  /** Whether there is still something to enter. */
  open?: boolean;
}

const START: ActionResult<string[]> = { status: "idle" };

/** One field that proves who is there. */
export function CodeForm({ action, kind, button, danger, returnTo, then, open = true }: CodeFormProps) {
  const [result, submit] = useActionState(action, START);
  if (result.status === "done") return <BackupCodes codes={result.value} then={then} />;
  if (!open) return null;
  const failed = result.status === "failed" ? result : undefined;
  const ofField = failed?.field === "proof" ? failed.message : undefined;
  return (
    <form action={submit} className="flex flex-col items-stretch gap-4">
      {failed && !ofField && (
        <Alert title={failed.message}>{failed.signInHref && <SignInLink href={failed.signInHref} />}</Alert>
      )}
      {returnTo && <input type="hidden" name="returnTo" value={returnTo} />}
      <Field name="proof" required error={ofField} {...INPUTS[kind]} />
      <SubmitButton variant={danger ? "danger" : "primary"}>{button}</SubmitButton>
    </form>
  );
}

const CODE_INPUT = { label: CODE, autoComplete: "one-time-code", autoCapitalize: "none", spellCheck: false };

const INPUTS = {
  code: { ...CODE_INPUT, hint: SIX_DIGITS, inputMode: "numeric", maxLength: 12 },
  any_code: { ...CODE_INPUT, hint: CODE_HINT, maxLength: 40 },
  password: { label: "Password", type: "password", autoComplete: "current-password" },
} as const;
