"use client";

import { useActionState, useEffect, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { NewSecret } from "../../_components/new-secret";
import { addEndpoint, type NewEndpoint } from "../actions";
import { ADD_ENDPOINT, RECEIVER_HINT, RECEIVER_LABEL } from "../words";
import { fieldErrorsOf } from "./field-errors-of";
import { FilterFields, type TypeChoice } from "./filter-fields";

const START: ActionResult<NewEndpoint> = { status: "idle" };

export function AddEndpointForm({ choices }: { choices: readonly TypeChoice[] }) {
  const [typed, setTyped] = useState("");
  const [added, setAdded] = useState(0);
  const [result, submit] = useActionState(addEndpoint, START);

  useEffect(() => {
    if (result.status !== "done") return;
    setTyped("");
    setAdded((count) => count + 1);
  }, [result]);

  const errors = fieldErrorsOf(result);
  return (
    <form action={submit} className="flex flex-col gap-5">
      {result.status === "failed" && Object.keys(errors).length === 0 && (
        <Banner tone="reconnect" role="alert" title={result.message}>
          {result.signInHref && <SignInLink href={result.signInHref} />}
        </Banner>
      )}
      {result.status === "done" && <NewSecret {...result.value} />}
      <Field
        label={RECEIVER_LABEL}
        name="url"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={2_000}
        placeholder="https://product.example.com/countersign"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        hint={RECEIVER_HINT}
        error={errors.url}
        className="max-w-2xl"
      />
      <FilterFields key={added} choices={choices} types={[]} companyIds={null} errors={errors} />
      <div>
        <SubmitButton>{ADD_ENDPOINT}</SubmitButton>
      </div>
    </form>
  );
}
