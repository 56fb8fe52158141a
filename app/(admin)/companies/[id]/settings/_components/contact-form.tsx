"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { ContactFormState, ContactTyped } from "../../../contact-input";
import { LANGUAGE_HINT, ONE_PER_LINE, SAVE_CONTACT } from "../../../words";
import { saveContact } from "../../actions";

interface ContactFormProps {
  companyId: string;
  shown: ContactTyped;
}

export function ContactForm({ companyId, shown }: ContactFormProps) {
  const start: ContactFormState = { result: { status: "idle" }, typed: shown };
  const [{ result, typed }, submit] = useActionState(saveContact, start);
  const errors = fieldErrorsOf(result);
  const failed = result.status === "failed" && Object.keys(errors).length === 0 ? result : undefined;
  return (
    // What was typed last comes back after React has reset the form.
    <form key={JSON.stringify(typed)} action={submit} className="flex flex-col gap-4">
      {failed && (
        <Alert title={failed.message}>{failed.signInHref && <SignInLink href={failed.signInHref} />}</Alert>
      )}
      <input type="hidden" name="companyId" value={companyId} />
      <input type="hidden" name="shown" value={JSON.stringify(shown)} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Contact name"
          name="contactName"
          defaultValue={typed.contactName}
          maxLength={200}
          autoComplete="off"
          error={errors.contactName}
        />
        <Field
          label="Contact email"
          name="contactEmail"
          defaultValue={typed.contactEmail}
          inputMode="email"
          maxLength={254}
          autoComplete="off"
          error={errors.contactEmail}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Textarea
          label="Tags"
          name="tags"
          hint={ONE_PER_LINE}
          rows={3}
          defaultValue={typed.tags}
          error={errors.tags}
        />
        <Field
          label="Language"
          name="locale"
          hint={LANGUAGE_HINT}
          defaultValue={typed.locale}
          maxLength={35}
          autoComplete="off"
          error={errors.locale}
        />
      </div>
      <div>
        <SubmitButton variant="secondary">{SAVE_CONTACT}</SubmitButton>
      </div>
    </form>
  );
}
