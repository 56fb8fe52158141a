"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { acceptAddresses } from "../actions";
import { ACCEPT } from "../words";

const START: ActionResult<never> = { status: "idle" };

interface AcceptFormProps {
  provider: string;
  /** The addresses that the page shows. */
  found: Readonly<Record<string, string>>;
}

export function AcceptForm({ provider, found }: AcceptFormProps) {
  const [result, submit] = useActionState(acceptAddresses, START);
  return (
    <form action={submit} className="flex flex-col items-start gap-3">
      {result.status === "failed" && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      <input type="hidden" name="provider" value={provider} />
      {Object.entries(found).map(([name, address]) => (
        <input key={name} type="hidden" name={name} value={address} />
      ))}
      <SubmitButton>{ACCEPT}</SubmitButton>
    </form>
  );
}
