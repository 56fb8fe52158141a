"use client";

import { useActionState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SignInLink } from "@/components/ui/sign-in-link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { renewInvite, revokeInvite } from "../actions";
import type { ShownInvite } from "../invite-input";
import type { InviteListRow } from "../invite-list-row";
import {
  COPY_LINK,
  newLinkFor,
  REVOKE_EFFECTS,
  revokeNamed,
  revokeQuestion,
  SEND_AGAIN,
  SENT_AGAIN,
  sendAgainTo,
} from "../words";
import { NewLink } from "./new-link";

const START: ActionResult<ShownInvite> = { status: "idle" };

/** What can be done with an open or expired invite. */
export function InviteActions({ row: { id, email, byMail } }: { row: InviteListRow }) {
  const [result, renew] = useActionState(renewInvite, START);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2 sm:justify-end">
        {byMail && <Renew {...{ id, renew }} by="mail" words={SEND_AGAIN} label={sendAgainTo(email)} />}
        <Renew {...{ id, renew }} by="hand" words={COPY_LINK} label={newLinkFor(email)} />
        <ConfirmDialog
          href={`/settings/people/invites/${id}/revoke`}
          trigger="Revoke"
          triggerLook={{ size: "sm" }}
          triggerLabel={revokeNamed(email)}
          title={revokeQuestion(email)}
          confirmLabel="Revoke"
          action={revokeInvite}
          fields={{ inviteId: id }}
        >
          <RevokeEffects />
        </ConfirmDialog>
      </div>
      <Outcome result={result} />
    </div>
  );
}

interface RenewProps {
  id: string;
  renew: (formData: FormData) => void;
  by: "mail" | "hand";
  words: string;
  label: string;
}

function Renew({ id, renew, by, words, label }: RenewProps) {
  return (
    <form action={renew}>
      <input type="hidden" name="inviteId" value={id} />
      <input type="hidden" name="by" value={by} />
      <SubmitButton variant="secondary" size="sm" aria-label={label}>
        {words}
      </SubmitButton>
    </form>
  );
}

function Outcome({ result }: { result: ActionResult<ShownInvite> }) {
  if (result.status === "idle") return null;
  if (result.status === "failed") {
    return (
      <p role="alert" className="text-sm text-reconnect">
        {result.message} {result.signInHref && <SignInLink href={result.signInHref} />}
      </p>
    );
  }
  const { link } = result.value;
  if (link) return <NewLink key={link} {...result.value} link={link} />;
  return (
    <p role="status" className="text-sm text-working">
      {SENT_AGAIN}
    </p>
  );
}

export function RevokeEffects() {
  return (
    <ul>
      {REVOKE_EFFECTS.map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
    </ul>
  );
}
