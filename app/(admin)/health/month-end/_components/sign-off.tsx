"use client";

import { useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import type { MonthBooks } from "@/lib/health";
import { signOffMonth } from "../actions";

const START: ActionResult<never> = { status: "idle" };

interface SignOffProps {
  month: string;
  /** The figures that are signed. */
  seen: MonthBooks["totals"];
  name: string;
  label: string;
}

/** Signs as who is signed in: no other name can be given. */
export function SignOff({ month, seen, name, label }: SignOffProps) {
  const [result, submit] = useActionState(signOffMonth, START);
  return (
    <form action={submit} className="print:hidden">
      {result.status === "failed" && (
        <Banner tone="reconnect" role="alert" title={result.message} className="mb-3">
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Banner>
      )}
      <input type="hidden" name="month" value={month} />
      {Object.entries(seen).map(([figure, value]) => (
        <input key={figure} type="hidden" name={figure} value={value ?? ""} />
      ))}
      <SubmitButton>{`${label} as ${name}`}</SubmitButton>
    </form>
  );
}
