"use client";

import { type ReactNode, useActionState } from "react";
import { type Outcome, OutcomeToast } from "@/app/_notice/outcome-toast";
import { SignInLink } from "@/components/ui/sign-in-link";
import type { ActionResult } from "@/lib/door";

type Result = ActionResult<{ sentence: string }>;

interface ToldFormProps {
  action: (previous: Result, formData: FormData) => Promise<Result>;
  fields: Readonly<Record<string, string>>;
  /** Said while it is under way. */
  pending: string;
  children: ReactNode;
  className?: string;
}

const START: Result = { status: "idle" };

/** A form whose outcome is one sentence. */
export function ToldForm({ action, fields, pending, children, className }: ToldFormProps) {
  const [result, submit, isPending] = useActionState(action, START);
  return (
    <>
      <form action={submit} className={className}>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
      </form>
      <OutcomeToast pending={isPending && pending} outcome={outcomeOf(result)} />
    </>
  );
}

function outcomeOf(result: Result): Outcome | undefined {
  if (result.status === "idle") return undefined;
  if (result.status === "done") return { tone: "working", words: result.value.sentence };
  const { message, signInHref } = result;
  return { tone: "reconnect", words: message, more: signInHref && <SignInLink href={signInHref} /> };
}
