"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import { useActionState, useEffect } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { announce } from "@/components/ui/live-region";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { ActionResult } from "@/lib/action";
import { removeChannel, sendTest, switchChannel, type TestAnswer } from "../actions";
import { RemoveConsequences } from "./remove-consequences";

interface ChannelActionsProps {
  channelId: string;
  target: string;
  isOn: boolean;
}

const TEST: ActionResult<TestAnswer> = { status: "idle" };
const SWITCH: ActionResult<{ on: boolean }> = { status: "idle" };

export function ChannelActions({ channelId, target, isOn }: ChannelActionsProps) {
  const [tested, test, testing] = useActionState(sendTest, TEST);
  const [switched, turn] = useActionState(switchChannel, SWITCH);
  const outcome = outcomeOf(tested);
  const failure = switched.status === "failed" ? switched.message : undefined;
  const spoken = outcome?.words;

  useEffect(() => {
    if (testing) announce("Sending a test.");
    else if (spoken) announce(spoken);
  }, [testing, spoken]);

  useEffect(() => {
    if (switched.status === "done") announce(switched.value.on ? "Turned on." : "Turned off.");
    else if (failure) announce(failure);
  }, [switched, failure]);

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <form action={test}>
          <input type="hidden" name="channelId" value={channelId} />
          <SubmitButton variant="secondary" size="sm" aria-label={`Send test to ${target}`}>
            Send test
          </SubmitButton>
        </form>
        <form action={turn}>
          <input type="hidden" name="channelId" value={channelId} />
          <input type="hidden" name="on" value={String(!isOn)} />
          <SubmitButton variant="secondary" size="sm" aria-label={`Turn ${isOn ? "off" : "on"} ${target}`}>
            Turn {isOn ? "off" : "on"}
          </SubmitButton>
        </form>
        <ConfirmDialog
          href={`/settings/channels/${channelId}/remove`}
          trigger="Remove"
          triggerLook={{ size: "sm" }}
          triggerLabel={`Remove ${target}`}
          title={`Remove ${target}?`}
          confirmLabel="Remove"
          action={removeChannel}
          fields={{ channelId }}
        >
          <RemoveConsequences />
        </ConfirmDialog>
      </div>
      {(testing || outcome) && (
        <p
          className={clsx(
            "flex basis-full items-start gap-1.5 text-sm",
            testing || !outcome ? "text-muted" : outcome.arrived ? "text-working" : "text-reconnect",
          )}
        >
          {testing || !outcome ? "Sending…" : <Outcome {...outcome} />}
        </p>
      )}
      {failure && <p className="basis-full text-sm text-reconnect">{failure}</p>}
    </>
  );
}

interface OutcomeProps {
  arrived: boolean;
  words: string;
  atMs?: number;
}

function Outcome({ arrived, words, atMs }: OutcomeProps) {
  const Icon = arrived ? CircleCheck : CircleAlert;
  return (
    <>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 max-w-[60ch] wrap-anywhere">
        {words}
        {atMs !== undefined && (
          <span className="text-muted">
            {" "}
            Sent <Time at={atMs} />.
          </span>
        )}
      </span>
    </>
  );
}

function outcomeOf(result: ActionResult<TestAnswer>): OutcomeProps | undefined {
  if (result.status === "idle") return undefined;
  if (result.status === "failed") return { arrived: false, words: result.message };
  const { arrived, sentence, atMs } = result.value;
  return { arrived, words: `${arrived ? "It arrived" : "It did not arrive"}: ${sentence}`, atMs };
}
