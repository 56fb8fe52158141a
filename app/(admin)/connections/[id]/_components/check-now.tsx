"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Cloud from "lucide-react/icons/cloud";
import { useActionState, useEffect } from "react";
import { announce } from "@/components/ui/live-region";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { ActionResult } from "@/lib/action";
import { type CheckAnswer, checkNow } from "../actions";

const START: ActionResult<CheckAnswer> = { status: "idle" };
const INK = { working: "text-working", reconnect: "text-reconnect", provider: "text-provider" };
const ICON = { working: CircleCheck, reconnect: CircleAlert, provider: Cloud };

/** Asks the provider right now; the answer stands where the question was. */
export function CheckNow({ connectionId }: { connectionId: string }) {
  const [result, check, pending] = useActionState(checkNow, START);
  const outcome = outcomeOf(result);
  const spoken = outcome?.words;

  useEffect(() => {
    if (pending) announce("Checking.");
    else if (spoken) announce(spoken);
  }, [pending, spoken]);

  return (
    <>
      <form action={check}>
        <input type="hidden" name="connectionId" value={connectionId} />
        <SubmitButton variant="secondary">Check now</SubmitButton>
      </form>
      {(pending || outcome) && (
        <p
          className={clsx(
            "order-last flex basis-full items-start gap-1.5 text-sm",
            pending || !outcome ? "text-muted" : INK[outcome.tone],
          )}
        >
          {pending || !outcome ? "Checking…" : <Outcome {...outcome} />}
        </p>
      )}
    </>
  );
}

interface OutcomeProps {
  tone: keyof typeof INK;
  words: string;
  checkedAtMs?: number;
}

function Outcome({ tone, words, checkedAtMs }: OutcomeProps) {
  const Icon = ICON[tone];
  return (
    <>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        {words}
        {checkedAtMs !== undefined && (
          <span className="text-muted">
            {" "}
            Checked <Time at={checkedAtMs} />.
          </span>
        )}
      </span>
    </>
  );
}

function outcomeOf(result: ActionResult<CheckAnswer>): OutcomeProps | undefined {
  if (result.status === "idle") return undefined;
  if (result.status === "failed") return { tone: "reconnect", words: result.message };
  const { works, sentence, owner, checkedAtMs } = result.value;
  if (works) return { tone: "working", words: `It works: ${sentence}`, checkedAtMs };
  const tone = owner === "customer" ? "reconnect" : "provider";
  return { tone, words: `It does not work: ${sentence}`, checkedAtMs };
}
