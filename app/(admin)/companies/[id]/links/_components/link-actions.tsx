"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/door";
import { renewLink, revokeLink } from "../actions";
import type { ShownLink } from "../link-input";
import { NEW_LINK, newLinkInstead, REVOKE, revokeFor, SEND_AGAIN, sendAgainTo } from "../words";
import { LinkResult } from "./link-result";

const START: ActionResult<ShownLink> = { status: "idle" };
const UNREVOKED: ActionResult<never> = { status: "idle" };

interface LinkActionsProps {
  linkId: string;
  companyId: string;
  /** The address, or what stands for none. */
  whom: string;
  /** Whether it can be mailed again. */
  byMail: boolean;
}

/** What can be done with a link that was not used. */
export function LinkActions({ linkId, companyId, whom, byMail }: LinkActionsProps) {
  const [result, renew] = useActionState(renewLink, START);
  const [revoked, revoke] = useActionState(revokeLink, UNREVOKED);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {byMail && (
          <form action={renew}>
            <input type="hidden" name="linkId" value={linkId} />
            <input type="hidden" name="by" value="mail" />
            <SubmitButton variant="secondary" size="sm" aria-label={sendAgainTo(whom)}>
              {SEND_AGAIN}
            </SubmitButton>
          </form>
        )}
        <form action={renew}>
          <input type="hidden" name="linkId" value={linkId} />
          <input type="hidden" name="by" value="hand" />
          <SubmitButton variant="secondary" size="sm" aria-label={newLinkInstead(whom)}>
            {NEW_LINK}
          </SubmitButton>
        </form>
        <form action={revoke}>
          <input type="hidden" name="linkId" value={linkId} />
          <input type="hidden" name="companyId" value={companyId} />
          <SubmitButton variant="secondary" size="sm" aria-label={revokeFor(whom)}>
            {REVOKE}
          </SubmitButton>
        </form>
      </div>
      <LinkResult result={result} />
      {revoked.status === "failed" && <LinkResult result={revoked} />}
    </div>
  );
}
