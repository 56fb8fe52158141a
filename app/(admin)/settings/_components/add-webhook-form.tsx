"use client";

import { useActionState, useEffect, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { addWebhook, type NewWebhook } from "../actions";
import { ADD_WEBHOOK, WEBHOOK_HINT, WEBHOOK_LABEL } from "../words";
import { NewSecret } from "./new-secret";

const START: ActionResult<NewWebhook> = { status: "idle" };

export function AddWebhookForm() {
  const [typed, setTyped] = useState("");
  const [result, submit] = useActionState(addWebhook, START);

  useEffect(() => {
    if (result.status === "done") setTyped("");
  }, [result]);

  return (
    <form action={submit} className="flex flex-col gap-4">
      {result.status === "failed" && result.field !== "url" && (
        <Banner tone="reconnect" role="alert" title={result.message}>
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Banner>
      )}
      {result.status === "done" && <NewSecret {...result.value} />}
      <Field
        label={WEBHOOK_LABEL}
        name="url"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={2_000}
        placeholder="https://hooks.example.com/countersign"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        hint={WEBHOOK_HINT}
        error={result.status === "failed" && result.field === "url" ? result.message : undefined}
      />
      <div>
        <SubmitButton variant="secondary">{ADD_WEBHOOK}</SubmitButton>
      </div>
    </form>
  );
}
