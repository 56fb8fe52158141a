"use client";

import { useActionState, useEffect, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { addEmail } from "../actions";
import { ADD_EMAIL, EMAIL_HINT, EMAIL_LABEL, emailAdded } from "../words";

const START: ActionResult<{ address: string }> = { status: "idle" };

export function AddEmailForm() {
  const [typed, setTyped] = useState("");
  const [result, submit] = useActionState(addEmail, START);

  useEffect(() => {
    if (result.status === "done") setTyped("");
  }, [result]);

  return (
    <form action={submit} className="flex flex-col gap-4">
      {result.status === "failed" && result.field !== "address" && (
        <Banner tone="reconnect" role="alert" title={result.message}>
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Banner>
      )}
      {result.status === "done" && <Banner tone="working" title={emailAdded(result.value.address)} />}
      <Field
        label={EMAIL_LABEL}
        name="address"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        hint={EMAIL_HINT}
        error={result.status === "failed" && result.field === "address" ? result.message : undefined}
      />
      <div>
        <SubmitButton variant="secondary">{ADD_EMAIL}</SubmitButton>
      </div>
    </form>
  );
}
