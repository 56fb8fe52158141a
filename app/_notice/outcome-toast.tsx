"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Cloud from "lucide-react/icons/cloud";
import X from "lucide-react/icons/x";
import { type ReactNode, useEffect, useId, useState } from "react";
import { announce } from "@/components/ui/live-region";
import { Time } from "@/components/ui/time";
import { DISMISS } from "./words";

const LOOK = {
  working: { Icon: CircleCheck, ink: "text-working", box: "border-working/35" },
  reconnect: { Icon: CircleAlert, ink: "text-reconnect", box: "border-reconnect/35" },
  provider: { Icon: Cloud, ink: "text-provider", box: "border-provider/35" },
};

export interface Outcome {
  tone: keyof typeof LOOK;
  words: string;
  /** When it came to be, as "Checked" or "Sent". */
  at?: { word: string; ms: number } | undefined;
  more?: ReactNode;
}

interface OutcomeToastProps {
  /** What is under way, said while it is. */
  pending: string | false;
  /** A new object for each answer. */
  outcome: Outcome | undefined;
}

const EVENT = "countersign:toast";

/** What an action came to, above the page: nothing moves under the pointer that just pressed. It stays until it is put away. */
export function OutcomeToast({ pending, outcome }: OutcomeToastProps) {
  const id = useId();
  const [isPutAway, setPutAway] = useState(false);
  const spoken = pending || outcome?.words;

  useEffect(() => {
    if (!spoken) return;
    announce(spoken);
    setPutAway(false);
    window.dispatchEvent(new CustomEvent<string>(EVENT, { detail: id }));
  }, [spoken, id]);

  // One at a time: the newest.
  useEffect(() => {
    const yieldTo = (event: Event) => {
      if (event instanceof CustomEvent && event.detail !== id) setPutAway(true);
    };
    window.addEventListener(EVENT, yieldTo);
    return () => window.removeEventListener(EVENT, yieldTo);
  }, [id]);

  if (!pending && (!outcome || isPutAway)) return null;
  const { Icon, ink, box } = outcome && !pending ? LOOK[outcome.tone] : { Icon: undefined, ink: "", box: "" };
  return (
    <div
      className={clsx(
        "fixed right-4 bottom-4 left-4 z-40 flex items-start gap-2 rounded-lg border bg-surface py-3 pr-2 pl-4 text-left shadow-overlay sm:left-auto sm:w-[26rem] print:hidden",
        pending ? "border-border text-muted" : box,
      )}
    >
      {pending || !outcome ? (
        <p>{pending}</p>
      ) : (
        <>
          {Icon && <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", ink)} />}
          <div className="min-w-0 flex-1 wrap-anywhere">
            <p className={ink}>{outcome.words}</p>
            {outcome.at && (
              <p className="text-sm text-muted">
                {outcome.at.word} <Time at={outcome.at.ms} />.
              </p>
            )}
            {outcome.more}
          </div>
          <button
            type="button"
            onClick={() => setPutAway(true)}
            className="needs-script -my-1 inline-flex size-7 shrink-0 items-center justify-center rounded hover:bg-hover"
          >
            <X aria-hidden className="size-4" />
            <span className="sr-only">{DISMISS}</span>
          </button>
        </>
      )}
    </div>
  );
}
