"use client";

import { useActionState, useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Sentence } from "@/components/ui/sentence";
import { SubmitButton } from "@/components/ui/submit-button";
import { requestReference } from "../../words";
import { askReset } from "../actions";
import type { AskState } from "../ask-state";
import { FORGOT_SENTENCE, FORGOT_TITLE, LOOK_AT_MAIL, lookAtMail, NOTHING_CAME, SEND_LINK } from "../words";

const START: AskState = { result: { status: "idle" }, email: "" };

export function AskForm() {
  const [{ result, email }, submit] = useActionState(askReset, START);
  if (result.status === "done") return <Asked email={email} />;
  const failed = result.status === "failed" ? result : undefined;
  return (
    <>
      <div className="mb-5">
        <h1 className="text-xl font-semibold">{FORGOT_TITLE}</h1>
        <p className="mt-1 text-muted">{FORGOT_SENTENCE}</p>
      </div>
      <form action={submit} className="flex flex-col gap-4">
        {failed && !failed.fieldErrors && (
          <Alert title={failed.message}>
            {failed.code === "unexpected" && requestReference(failed.requestId)}
          </Alert>
        )}
        <Field
          // The address typed last comes back after React has reset the form.
          key={email}
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={254}
          defaultValue={email}
          error={failed?.fieldErrors?.email}
        />
        <SubmitButton className="w-full">{SEND_LINK}</SubmitButton>
      </form>
    </>
  );
}

function Asked({ email }: { email: string }) {
  const heading = useRef<HTMLHeadingElement>(null);

  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);

  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
        {LOOK_AT_MAIL}
      </h1>
      <p className="mt-2 text-muted">
        <Sentence parts={lookAtMail(<span className="wrap-anywhere text-text">{email}</span>)} />
      </p>
      <p className="mt-2 text-muted">{NOTHING_CAME}</p>
    </>
  );
}
