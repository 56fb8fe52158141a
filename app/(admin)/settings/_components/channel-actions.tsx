"use client";

import { useActionState, useEffect } from "react";
import { type Outcome, OutcomeToast } from "@/app/_notice/outcome-toast";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { announce } from "@/components/ui/live-region";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { removeChannel, sendTest, switchChannel, type TestAnswer } from "../actions";
import {
  removeTarget,
  removeTargetQuestion,
  SEND_TEST,
  SENDING_TEST,
  SWITCHING,
  sendTestTo,
  TURN_OFF,
  TURN_ON,
  TURNED_OFF,
  TURNED_ON,
  turnTargetOff,
  turnTargetOn,
} from "../words";
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
  const [switched, turn, turning] = useActionState(switchChannel, SWITCH);

  useEffect(() => {
    if (switched.status === "done") announce(switched.value.on ? TURNED_ON : TURNED_OFF);
  }, [switched]);

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <form action={test}>
          <input type="hidden" name="channelId" value={channelId} />
          <SubmitButton variant="secondary" size="sm" aria-label={sendTestTo(target)}>
            {SEND_TEST}
          </SubmitButton>
        </form>
        <form action={turn}>
          <input type="hidden" name="channelId" value={channelId} />
          <input type="hidden" name="on" value={String(!isOn)} />
          <SubmitButton
            variant="secondary"
            size="sm"
            aria-label={isOn ? turnTargetOff(target) : turnTargetOn(target)}
          >
            {isOn ? TURN_OFF : TURN_ON}
          </SubmitButton>
        </form>
        <ConfirmDialog
          href={`/settings/channels/${channelId}/remove`}
          trigger="Remove"
          triggerLook={{ size: "sm" }}
          triggerLabel={removeTarget(target)}
          title={removeTargetQuestion(target)}
          confirmLabel="Remove"
          action={removeChannel}
          fields={{ channelId }}
        >
          <RemoveConsequences />
        </ConfirmDialog>
      </div>
      <OutcomeToast pending={testing && SENDING_TEST} outcome={outcomeOf(tested)} />
      <OutcomeToast pending={turning && SWITCHING} outcome={switchedOutcome(switched)} />
    </>
  );
}

function outcomeOf(result: ActionResult<TestAnswer>): Outcome | undefined {
  if (result.status === "idle") return undefined;
  if (result.status === "failed") return failureOf(result);
  const { arrived, sentence, atMs } = result.value;
  return {
    tone: arrived ? "working" : "reconnect",
    words: sentence,
    at: { word: "Sent", ms: atMs },
  };
}

function switchedOutcome(result: ActionResult<{ on: boolean }>): Outcome | undefined {
  return result.status === "failed" ? failureOf(result) : undefined;
}

function failureOf({ message, signInHref }: { message: string; signInHref?: string }): Outcome {
  return { tone: "reconnect", words: message, more: signInHref && <SignInLink href={signInHref} /> };
}
