"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { MailChoice } from "@/lib/alerts";
import type { ActionResult } from "@/lib/door";
import { MAIL_CHOICES, MAIL_SCOPE } from "../../words";
import { chooseMail } from "../actions";

const START: ActionResult<never> = { status: "idle" };

export function MailForm({ choice }: { choice: MailChoice }) {
  const [result, submit] = useActionState(chooseMail, START);
  return (
    <form action={submit} className="flex flex-col items-start gap-4">
      {result.status === "failed" && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      <fieldset key={choice}>
        <legend className="mb-2 font-medium">Mail me</legend>
        <div className="flex flex-col gap-2">
          {MAIL_CHOICES.map(({ value, label, hint }) => (
            <label key={value} className="flex gap-2.5">
              <input
                type="radio"
                name="choice"
                value={value}
                defaultChecked={value === choice}
                className="mt-1 size-4 shrink-0"
              />
              <span>
                <span className="block font-medium">{label}</span>
                <span className="block text-sm text-muted">{hint}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <p className="text-sm text-muted">{MAIL_SCOPE}</p>
      <SubmitButton>Save</SubmitButton>
    </form>
  );
}
