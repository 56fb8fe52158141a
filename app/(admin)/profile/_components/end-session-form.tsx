"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { endOtherSessions, endSessionOfMine } from "../actions";
import { END, END_OTHERS, endOn } from "../words";

const START: ActionResult<never> = { status: "idle" };

/** Ends one of one's own sessions, or all but this one. */
export function EndSessionForm({ session }: { session?: { id: string; device: string } }) {
  const [result, submit] = useActionState(session ? endSessionOfMine : endOtherSessions, START);
  return (
    <form action={submit} className="flex flex-col items-end gap-2">
      {result.status === "failed" && (
        <Alert title={result.message}>{result.signInHref && <SignInLink href={result.signInHref} />}</Alert>
      )}
      {session && <input type="hidden" name="sessionId" value={session.id} />}
      <SubmitButton variant="secondary" size="sm" aria-label={session && endOn(session.device)}>
        {session ? END : END_OTHERS}
      </SubmitButton>
    </form>
  );
}
