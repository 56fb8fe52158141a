"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import { useActionState, useEffect } from "react";
import { announce } from "@/components/ui/live-region";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { ActionResult } from "@/lib/action";
import { type CheckAnswer, checkNow } from "../actions";

const START: ActionResult<CheckAnswer> = { status: "idle" };

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
            pending || !outcome ? "text-muted" : outcome.works ? "text-working" : "text-reconnect",
          )}
        >
          {pending || !outcome ? "Checking…" : <Outcome {...outcome} />}
        </p>
      )}
    </>
  );
}

interface OutcomeProps {
  works: boolean;
  words: string;
  checkedAtMs?: number;
}

function Outcome({ works, words, checkedAtMs }: OutcomeProps) {
  const Icon = works ? CircleCheck : CircleAlert;
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
  if (result.status === "failed") return { works: false, words: result.message };
  const { works, sentence, checkedAtMs } = result.value;
  return { works, words: `${works ? "It works" : "It does not work"}: ${sentence}`, checkedAtMs };
}
