"use client";

import { useActionState } from "react";
import { type Outcome, OutcomeToast } from "@/app/_notice/outcome-toast";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { type CheckAnswer, checkNow } from "../../connections/[id]/actions";
import { itDoesNotWork, itWorks } from "../words";

const START: ActionResult<CheckAnswer> = { status: "idle" };

/** Asks the provider right now. */
export function CheckNow({ connectionId }: { connectionId: string }) {
  const [result, check, pending] = useActionState(checkNow, START);
  return (
    <>
      <form action={check}>
        <input type="hidden" name="connectionId" value={connectionId} />
        <SubmitButton variant="secondary">Check now</SubmitButton>
      </form>
      <OutcomeToast pending={pending && "Checking…"} outcome={outcomeOf(result)} />
    </>
  );
}

function outcomeOf(result: ActionResult<CheckAnswer>): Outcome | undefined {
  if (result.status === "idle") return undefined;
  if (result.status === "failed") {
    const { message, signInHref } = result;
    return { tone: "reconnect", words: message, more: signInHref && <SignInLink href={signInHref} /> };
  }
  const { works, sentence, owner, checkedAtMs } = result.value;
  const at = { word: "Checked", ms: checkedAtMs };
  if (works) return { tone: "working", words: itWorks(sentence), at };
  return {
    tone: owner === "customer" ? "reconnect" : "provider",
    words: itDoesNotWork(sentence),
    at,
  };
}
