"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import {
  ACKNOWLEDGE_MEANS,
  DATE_HINT,
  NOTE_HINT,
  SNOOZE_EXAMPLE,
  SNOOZE_MEANS,
  UNTIL_A_DATE,
  WHAT_NEXT,
  WHAT_NEXT_EXAMPLE,
} from "../words";
import { acknowledgeProblem, snoozeProblem } from "./actions";
import type { NoteFormState } from "./note-input";

const START: NoteFormState = { result: { status: "idle" }, typed: { reason: "", until: "1", date: "" } };
const CHOICES = [
  { value: "1", label: "1 day" },
  { value: "3", label: "3 days" },
  { value: "7", label: "1 week" },
  { value: "date", label: UNTIL_A_DATE },
];

interface NoteFormProps {
  kind: "acknowledge" | "snooze";
  connectionId: string;
  /** The note that stands there; empty for none. */
  seenId: string;
  returnTo: string;
  /** The days that a problem may rest until. */
  dates: { first: string; last: string };
}

export function NoteForm({ kind, connectionId, seenId, returnTo, dates }: NoteFormProps) {
  const isSnooze = kind === "snooze";
  const [{ result, typed }, submit] = useActionState(isSnooze ? snoozeProblem : acknowledgeProblem, START);
  const failed = result.status === "failed" ? result : undefined;
  const errorAt = (field: string) => (failed?.field === field ? failed.message : undefined);
  const atField = ["reason", ...(isSnooze ? ["until"] : [])].includes(failed?.field ?? "");
  return (
    <form action={submit} className="flex flex-col items-start gap-4">
      {failed && !atField && (
        <Alert title={failed.message}>{failed.signInHref && <SignInLink href={failed.signInHref} />}</Alert>
      )}
      <input type="hidden" name="connectionId" value={connectionId} />
      <input type="hidden" name="seenId" value={seenId} />
      <input type="hidden" name="returnTo" value={returnTo} />
      {isSnooze && (
        <Until key={`${typed.until} ${typed.date}`} {...{ typed, dates }} error={errorAt("until")} />
      )}
      <div className="w-full">
        <Textarea
          // What was typed last comes back after React has reset the form.
          key={typed.reason}
          label={isSnooze ? "Reason" : WHAT_NEXT}
          name="reason"
          hint={NOTE_HINT}
          placeholder={isSnooze ? SNOOZE_EXAMPLE : WHAT_NEXT_EXAMPLE}
          required
          minLength={5}
          maxLength={500}
          rows={3}
          defaultValue={typed.reason}
          error={errorAt("reason")}
        />
      </div>
      <p className="text-sm text-muted">{isSnooze ? SNOOZE_MEANS : ACKNOWLEDGE_MEANS}</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{isSnooze ? "Snooze" : "Acknowledge"}</SubmitButton>
        <ButtonLink href={returnTo}>Cancel</ButtonLink>
      </div>
    </form>
  );
}

interface UntilProps extends Pick<NoteFormState, "typed">, Pick<NoteFormProps, "dates"> {
  error: string | undefined;
}

function Until({ typed, dates, error }: UntilProps) {
  return (
    <fieldset className="w-full">
      <legend className="mb-1 font-medium">Until</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        {CHOICES.map(({ value, label }) => (
          <label key={value} className="flex min-h-8 items-center gap-2">
            <input type="radio" name="until" value={value} defaultChecked={typed.until === value} required />
            {label}
          </label>
        ))}
      </div>
      <Field
        label="Date"
        name="date"
        type="date"
        min={dates.first}
        max={dates.last}
        defaultValue={typed.date}
        className="mt-2 max-w-64"
        hint={DATE_HINT}
        error={error}
      />
    </fieldset>
  );
}
