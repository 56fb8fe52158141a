"use client";

import { useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import type { KeyFormState } from "../key-input";

/** Why a form was refused, brought into view: the button that sent it is far below. */
export function FormFailure({ result }: Pick<KeyFormState, "result">) {
  const notice = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (result.status === "failed") notice.current?.focus();
  }, [result]);

  if (result.status !== "failed") return null;
  return (
    <div ref={notice} tabIndex={-1} className="outline-none">
      <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
    </div>
  );
}
