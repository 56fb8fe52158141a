"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { acknowledgeProblem, snoozeProblem } from "./actions";
import type { NoteFormState } from "./note-input";

const START: NoteFormState = { result: { status: "idle" }, typed: { reason: "", until: "1", date: "" } };
const CHOICES = [
  { value: "1", label: "1 day" },
  { value: "3", label: "3 days" },
  { value: "7", label: "1 week" },
  { value: "date", label: "Until a date" },
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
          label={isSnooze ? "Reason" : "What happens next"}
          name="reason"
          hint="Shown beside the connection. Kept in the audit log."
          placeholder={isSnooze ? "Ana is back on Monday" : "Called Ana, she reconnects tomorrow"}
          required
          minLength={5}
          maxLength={500}
          rows={3}
          defaultValue={typed.reason}
          error={errorAt("reason")}
        />
      </div>
      <p className="text-sm text-muted">
        {isSnooze
          ? "Alerts about it wait until then. Status, figures and the API stay as they are."
          : "Status, figures and alerts stay as they are."}
      </p>
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
        hint="For “Until a date”: ends at 00:00 UTC, 30 days at most."
        error={error}
      />
    </fieldset>
  );
}
