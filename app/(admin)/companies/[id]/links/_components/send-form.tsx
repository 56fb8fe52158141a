"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { sendLink } from "../actions";
import type { LinkFormState } from "../link-input";
import { CREATE_LINK, EMAIL, EMAIL_HINT, NO_MAIL, OR_BY_HAND, SEND_LINK } from "../words";
import { LinkResult } from "./link-result";

interface SendFormProps {
  companyId: string;
  provider: string;
  /** Of the company's contact. */
  contactEmail: string;
  byMail: boolean;
}

/** Makes a link for a provider: mailed, or handed over. */
export function SendForm({ companyId, provider, contactEmail, byMail }: SendFormProps) {
  const start: LinkFormState = { result: { status: "idle" }, email: contactEmail };
  const [{ result, email }, submit] = useActionState(sendLink, start);
  const errors = fieldErrorsOf(result);
  return (
    <div className="flex flex-col gap-3">
      {byMail ? (
        // What was typed last comes back after React has reset the form.
        <form key={email} action={submit} className="flex flex-wrap items-start gap-3">
          <Hidden {...{ companyId, provider }} by="mail" />
          <Field
            className="min-w-0 flex-1 basis-60"
            label={EMAIL}
            name="email"
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={254}
            defaultValue={email}
            hint={EMAIL_HINT}
            error={errors.email}
          />
          <SubmitButton className="mt-6">{SEND_LINK}</SubmitButton>
        </form>
      ) : (
        <p className="text-muted">{NO_MAIL}</p>
      )}
      <form action={submit} className="flex flex-wrap items-center gap-3">
        <Hidden {...{ companyId, provider }} by="hand" />
        {byMail && <span className="text-sm text-muted">{OR_BY_HAND}</span>}
        <SubmitButton variant="secondary" size={byMail ? "sm" : "md"}>
          {CREATE_LINK}
        </SubmitButton>
      </form>
      {Object.keys(errors).length === 0 && <LinkResult result={result} />}
    </div>
  );
}

function Hidden({ companyId, provider, by }: { companyId: string; provider: string; by: "mail" | "hand" }) {
  return (
    <>
      <input type="hidden" name="companyId" value={companyId} />
      <input type="hidden" name="provider" value={provider} />
      <input type="hidden" name="by" value={by} />
    </>
  );
}
