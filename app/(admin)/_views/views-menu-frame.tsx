"use client";

import { type ReactNode, useActionState } from "react";
import { fieldErrorsOf } from "@/app/_input/field-errors";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { MenuDetails } from "@/components/ui/menu-details";
import { SignInLink } from "@/components/ui/sign-in-link";
import { saveView, type ViewFormState } from "./actions";
import { SAVE_VIEW, SAVE_VIEW_AS, shareWith } from "./words";

const START: ViewFormState = { result: { status: "idle" }, typed: { name: "", shared: false } };

interface ViewsMenuFrameProps {
  summary: ReactNode;
  summaryClassName: string;
  menuClassName: string;
  /** What a new view would hold; undefined where there is nothing to save. */
  save: { list: string; query: string; readers: string } | undefined;
  /** Above the form of a new view, and below it. */
  open: ReactNode;
  children: ReactNode;
}

/** The menu of views with the form of a new one. The menu stands open while that form says what is wrong. */
export function ViewsMenuFrame({
  summary,
  summaryClassName,
  menuClassName,
  save,
  open,
  children,
}: ViewsMenuFrameProps) {
  const [state, submit] = useActionState(saveView, START);
  return (
    <MenuDetails
      open={state.result.status === "failed"}
      className="group sm:relative print:hidden"
      {...{ summary, summaryClassName }}
    >
      <div className={menuClassName}>
        {open}
        {save && <SaveViewForm state={state} submit={submit} {...save} />}
        {children}
      </div>
    </MenuDetails>
  );
}

interface SaveViewFormProps {
  list: string;
  query: string;
  /** Who else may open the list. */
  readers: string;
  state: ViewFormState;
  submit: (formData: FormData) => void;
}

function SaveViewForm({ list, query, readers, state: { result, typed }, submit }: SaveViewFormProps) {
  const { name: wrongName, ...others } = fieldErrorsOf(result);
  return (
    <section aria-label={SAVE_VIEW} className="border-t border-border px-3.5 pt-2 pb-2.5 first:border-t-0">
      {/* What was typed comes back after React has reset the form. */}
      <form key={JSON.stringify(typed)} action={submit}>
        {result.status === "failed" && wrongName === undefined && (
          <div role="alert" className="mb-2 text-reconnect">
            {Object.values(others)[0] ?? result.message}
            {result.signInHref && <SignInLink href={result.signInHref} />}
          </div>
        )}
        <input type="hidden" name="list" value={list} />
        <input type="hidden" name="query" value={query} />
        <Field
          label={SAVE_VIEW_AS}
          name="name"
          defaultValue={typed.name}
          required
          maxLength={60}
          autoComplete="off"
          error={wrongName}
          className="text-sm"
        />
        <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
          <label className="inline-flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              name="shared"
              defaultChecked={typed.shared}
              className="size-4 accent-accent"
            />
            {shareWith(readers)}
          </label>
          <Button type="submit" variant="primary" size="sm">
            Save view
          </Button>
        </div>
      </form>
    </section>
  );
}
