import Link from "next/link";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SignInLink } from "@/components/ui/sign-in-link";
import type { CompanyFormState } from "../company-input";
import { newConnectionHref } from "../new/search-params";

interface CompanyNameFieldsProps extends CompanyFormState {
  /** What the form does with a name that is taken, once it is meant: "Add another company of this name". */
  meantLabel: string;
}

/** A company's name, and the question that follows when another company has it. */
export function CompanyNameFields({ result, typed, meantLabel }: CompanyNameFieldsProps) {
  const errors = fieldErrorsOf(result);
  const failed = result.status === "failed" ? result : undefined;
  const isTaken = failed?.field === "sameName";
  return (
    <>
      {failed && !errors.name && !errors.id && (
        <Alert title={failed.message}>
          {failed.signInHref && <SignInLink href={failed.signInHref} />}
          {isTaken && (
            <Link
              href={newConnectionHref({ search: typed.name.trim() })}
              prefetch={false}
              className="rounded-sm underline underline-offset-2"
            >
              Show it
            </Link>
          )}
        </Alert>
      )}
      <Field
        // What was typed last comes back after React has reset the form.
        key={typed.name}
        label="Company name"
        name="name"
        defaultValue={typed.name}
        maxLength={200}
        autoComplete="off"
        error={errors.name}
      />
      {isTaken && (
        <label className="flex min-h-6 items-start gap-2">
          <input type="checkbox" name="sameName" value="yes" className="mt-0.5 size-4 accent-accent" />
          {meantLabel}
        </label>
      )}
    </>
  );
}
