"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { COMPANY_IDS_HINT, COMPANY_IDS_LABEL, ONLY_THESE } from "../../words";
import { makeKey } from "../actions";
import type { KeyFormState, Typed } from "../key-input";
import {
  ALL_COMPANIES,
  CREATE_KEY,
  DAYS_HINT,
  DAYS_LABEL,
  ENVIRONMENT_WORDS,
  LIMIT_HINT,
  LIMIT_LABEL,
  LIVE_MORE,
  NAME_HINT,
  NETWORKS_HINT,
  NETWORKS_LABEL,
  PROVIDERS_LABEL,
  REACH_ALL,
  REACH_LABEL,
  REACH_SOME_MORE,
  SCOPES_LABEL,
  SERVICE_HINT,
  TEST_MORE,
} from "../words";
import { Choices } from "./choices";
import { FormFailure } from "./form-failure";
import { NewValue } from "./new-value";

interface Choice {
  value: string;
  label: string;
  sentence?: string;
}

interface MakeKeyFormProps {
  scopes: readonly Choice[];
  providers: readonly Choice[];
  usual: { limitPerMinute: number; expiresInDays: number };
}

export function MakeKeyForm({ scopes, providers, usual }: MakeKeyFormProps) {
  const start: KeyFormState = {
    result: { status: "idle" },
    typed: {
      reach: ["all"],
      environment: ["live"],
      providers: providers.map(({ value }) => value),
      limitPerMinute: [String(usual.limitPerMinute)],
      expiresInDays: [String(usual.expiresInDays)],
    },
  };
  const [{ result, typed }, submit] = useActionState(makeKey, start);
  if (result.status === "done") return <NewValue {...result.value} />;
  const errors = fieldErrorsOf(result);
  return (
    // What was typed last comes back after React has reset the form.
    <form key={JSON.stringify(typed)} action={submit} className="flex max-w-2xl flex-col gap-6">
      <FormFailure result={result} />
      <Names typed={typed} errors={errors} />
      <Choices
        {...{ legend: SCOPES_LABEL, name: "scopes", type: "checkbox", choices: scopes }}
        chosen={typed.scopes ?? []}
        error={errors.scopes}
      />
      <Reach typed={typed} errors={errors} providers={providers} />
      <Bounds typed={typed} errors={errors} />
      <div>
        <SubmitButton>{CREATE_KEY}</SubmitButton>
      </div>
    </form>
  );
}

interface PartProps {
  typed: Typed;
  errors: Readonly<Record<string, string>>;
}

const first = (typed: Typed, name: string) => typed[name]?.[0] ?? "";

function Names({ typed, errors }: PartProps) {
  return (
    <>
      <Field
        label="Name"
        name="name"
        defaultValue={first(typed, "name")}
        maxLength={80}
        autoComplete="off"
        hint={NAME_HINT}
        error={errors.name}
      />
      <Field
        label="Service"
        name="service"
        defaultValue={first(typed, "service")}
        maxLength={80}
        autoComplete="off"
        hint={SERVICE_HINT}
        error={errors.service}
      />
    </>
  );
}

const COMPANIES: readonly Choice[] = [
  { value: "all", label: ALL_COMPANIES, sentence: REACH_ALL },
  { value: "some", label: ONLY_THESE, sentence: REACH_SOME_MORE },
];
const ENVIRONMENTS: readonly Choice[] = [
  { value: "live", label: ENVIRONMENT_WORDS.live, sentence: LIVE_MORE },
  { value: "test", label: ENVIRONMENT_WORDS.test, sentence: TEST_MORE },
];

function Reach({ typed, errors, providers }: PartProps & Pick<MakeKeyFormProps, "providers">) {
  return (
    <>
      <Choices
        {...{ legend: REACH_LABEL, name: "reach", type: "radio", choices: COMPANIES }}
        chosen={typed.reach ?? []}
        error={errors.reach}
      >
        <Textarea
          className="mt-2"
          label={COMPANY_IDS_LABEL}
          name="companyIds"
          defaultValue={first(typed, "companyIds")}
          rows={3}
          autoComplete="off"
          spellCheck={false}
          hint={COMPANY_IDS_HINT}
          error={errors.companyIds}
        />
      </Choices>
      <Choices
        {...{ legend: PROVIDERS_LABEL, name: "providers", type: "checkbox", choices: providers }}
        chosen={typed.providers ?? []}
        error={errors.providers}
      />
      <Choices
        {...{ legend: "Environment", name: "environment", type: "radio", choices: ENVIRONMENTS }}
        chosen={typed.environment ?? []}
        error={errors.environment}
      />
    </>
  );
}

function Bounds({ typed, errors }: PartProps) {
  return (
    <>
      <Textarea
        label={NETWORKS_LABEL}
        name="networks"
        defaultValue={first(typed, "networks")}
        rows={2}
        autoComplete="off"
        spellCheck={false}
        placeholder="203.0.113.0/24"
        hint={NETWORKS_HINT}
        error={errors.networks}
      />
      <Field
        label={LIMIT_LABEL}
        name="limitPerMinute"
        inputMode="numeric"
        defaultValue={first(typed, "limitPerMinute")}
        maxLength={9}
        autoComplete="off"
        hint={LIMIT_HINT}
        error={errors.limitPerMinute}
      />
      <Field
        label={DAYS_LABEL}
        name="expiresInDays"
        inputMode="numeric"
        defaultValue={first(typed, "expiresInDays")}
        maxLength={9}
        autoComplete="off"
        hint={DAYS_HINT}
        error={errors.expiresInDays}
      />
    </>
  );
}
