"use client";

import { useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Choices } from "../../../keys/_components/choices";
import { NewLink } from "../../invites/_components/new-link";
import { createInvite } from "../../invites/actions";
import type { InviteFormState } from "../../invites/invite-input";
import {
  ALL_INVITES,
  EMAIL_HINT,
  MAKE_INVITE,
  NO_MAIL,
  ROLE_CHOICES,
  ROLE_LABEL,
  SEND_INVITE,
} from "../../invites/words";

const START: InviteFormState = { result: { status: "idle" }, email: "", role: "support" };

export function InviteForm({ byMail }: { byMail: boolean }) {
  const [{ result, email, role }, submit] = useActionState(createInvite, START);
  if (result.status === "done" && result.value.link) {
    return (
      <>
        <NewLink {...result.value} link={result.value.link} />
        <ButtonLink href="/settings/people/invites" className="mt-4">
          {ALL_INVITES}
        </ButtonLink>
      </>
    );
  }
  const errors = fieldErrorsOf(result);
  return (
    // What was typed last comes back after React has reset the form.
    <form key={`${email} ${role}`} action={submit} className="flex flex-col gap-6">
      {result.status === "failed" && Object.keys(errors).length === 0 && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      <Field
        label="Email"
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
      <Choices
        {...{ legend: ROLE_LABEL, name: "role", type: "radio", choices: ROLE_CHOICES }}
        chosen={[role]}
        error={errors.role}
      />
      {!byMail && <p className="text-muted">{NO_MAIL}</p>}
      <div>
        <SubmitButton>{byMail ? SEND_INVITE : MAKE_INVITE}</SubmitButton>
      </div>
    </form>
  );
}
