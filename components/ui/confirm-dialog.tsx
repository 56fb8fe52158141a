"use client";

import { type MouseEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button, type ButtonLook, buttonClass } from "./button";
import { SignInLink } from "./sign-in-link";
import { SubmitButton } from "./submit-button";

interface Failure {
  status: "failed";
  message: string;
  requestId?: string;
  signInHref?: string;
}

type Outcome = Failure | { status: "idle" | "done" };

interface ConfirmDialogProps {
  /** The page that asks the same question, for browsers without scripts and for a new tab. */
  href: string;
  trigger: ReactNode;
  triggerLook?: ButtonLook;
  triggerLabel?: string;
  title: string;
  /** The consequences, named one by one. */
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  tone?: "danger" | "primary";
  /** As lib/door/action makes them. A failure is shown inside the dialog; anything else closes it. */
  action: (previous: { status: "idle" }, formData: FormData) => Promise<Outcome>;
  fields?: Readonly<Record<string, string>>;
}

/** Asks before something that can't be taken back. The browser's own dialog traps and returns focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { cancelLabel = "Cancel", tone = "danger", fields = {} } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [failure, setFailure] = useState<Failure>();

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    setFailure(undefined);
    dialog.current?.showModal();
  }

  async function confirm(formData: FormData) {
    let failed: Failure | undefined;
    try {
      const outcome = await props.action({ status: "idle" }, formData);
      failed = outcome.status === "failed" ? outcome : undefined;
      setFailure(failed);
    } finally {
      // Also when the action redirects: it does so by throwing, and the dialog would outlive the page.
      if (!failed) dialog.current?.close();
    }
  }

  return (
    <>
      <a
        href={props.href}
        onClick={open}
        aria-haspopup="dialog"
        aria-label={props.triggerLabel}
        className={buttonClass(props.triggerLook ?? {})}
      >
        {props.trigger}
      </a>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[min(30rem,calc(100vw-2rem))] rounded-lg border border-border bg-surface p-5 text-left whitespace-normal text-text shadow-overlay"
      >
        <h2 id={titleId} className="text-lg font-semibold">
          {props.title}
        </h2>
        <div className="mt-2 text-base font-normal text-muted [&_strong]:text-text [&_ul]:mt-2 [&_ul]:list-disc [&_ul]:pl-5">
          {props.children}
        </div>
        {failure && (
          <div role="alert" className="mt-4 rounded bg-reconnect-tint px-3 py-2 text-reconnect">
            {failure.message}
            {failure.signInHref && <SignInLink href={failure.signInHref} />}
            {failure.requestId && (
              <p className="text-sm">
                Reference <code className="font-mono text-mono">{failure.requestId}</code>
              </p>
            )}
          </div>
        )}
        <form action={confirm} className="mt-6 flex flex-wrap justify-end gap-2">
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Button onClick={() => dialog.current?.close()}>{cancelLabel}</Button>
          <SubmitButton variant={tone}>{props.confirmLabel}</SubmitButton>
        </form>
      </dialog>
    </>
  );
}
