"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { makeKey } from "../actions";
import type { KeyFormState, Typed } from "../key-input";
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
        {...{ legend: "What it may do", name: "scopes", type: "checkbox", choices: scopes }}
        chosen={typed.scopes ?? []}
        error={errors.scopes}
      />
      <Reach typed={typed} errors={errors} providers={providers} />
      <Bounds typed={typed} errors={errors} />
      <div>
        <SubmitButton>Make the key</SubmitButton>
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
        hint="What it is for: the audit log calls it so where a request names nobody."
        error={errors.name}
      />
      <Field
        label="Service"
        name="service"
        defaultValue={first(typed, "service")}
        maxLength={80}
        autoComplete="off"
        hint="The part of your product that will hold it. A key for each service is easy to end."
        error={errors.service}
      />
    </>
  );
}

const COMPANIES: readonly Choice[] = [
  { value: "all", label: "All companies", sentence: "Those that are added later as well." },
  { value: "some", label: "Only these", sentence: "To the key, every other company does not exist." },
];
const ENVIRONMENTS: readonly Choice[] = [
  {
    value: "live",
    label: "Production",
    sentence: "Connections of production; the value begins with cs_live_.",
  },
  { value: "test", label: "Sandbox", sentence: "Connections of a sandbox; the value begins with cs_test_." },
];

function Reach({ typed, errors, providers }: PartProps & Pick<MakeKeyFormProps, "providers">) {
  return (
    <>
      <Choices
        {...{ legend: "Which companies it reaches", name: "reach", type: "radio", choices: COMPANIES }}
        chosen={typed.reach ?? []}
        error={errors.reach}
      >
        <Textarea
          className="mt-2"
          label="Ids of these companies"
          name="companyIds"
          defaultValue={first(typed, "companyIds")}
          rows={3}
          autoComplete="off"
          spellCheck={false}
          hint="As your product knows them, one a line. They count where “Only these” is chosen."
          error={errors.companyIds}
        />
      </Choices>
      <Choices
        {...{ legend: "Which providers it reaches", name: "providers", type: "checkbox", choices: providers }}
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
        label="Networks it may be used from"
        name="networks"
        defaultValue={first(typed, "networks")}
        rows={2}
        autoComplete="off"
        spellCheck={false}
        placeholder="203.0.113.0/24"
        hint="One a line, as CIDR or a single address. Empty: from anywhere."
        error={errors.networks}
      />
      <Field
        label="Requests a minute"
        name="limitPerMinute"
        inputMode="numeric"
        defaultValue={first(typed, "limitPerMinute")}
        maxLength={9}
        autoComplete="off"
        hint="More than that is answered with 429 and when to come back."
        error={errors.limitPerMinute}
      />
      <Field
        label="Good for how many days"
        name="expiresInDays"
        inputMode="numeric"
        defaultValue={first(typed, "expiresInDays")}
        maxLength={9}
        autoComplete="off"
        hint="At most 730. People are told 30 and 7 days before it expires."
        error={errors.expiresInDays}
      />
    </>
  );
}
