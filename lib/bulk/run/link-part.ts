import type { BulkDeps } from "../deps";
import { findHeldBack, HELD_WORDS } from "../held-back";
import type { ClaimedPart } from "./claim";
import type { PartOutcome } from "./settle";
import { skipped, stillTheirs } from "./still-theirs";

/** Mails a link to the customer of one connection, where a consent helps and none is under way. */
export async function linkPart(deps: BulkDeps, part: ClaimedPart): Promise<PartOutcome> {
  const found = await stillTheirs(deps.health, part);
  if ("over" in found) return found.over;
  const { now } = found;
  const reason = (await findHeldBack(deps, [now])).get(now.id);
  if (reason) return skipped(HELD_WORDS[reason], reason);
  const { verdict } = (await deps.health.findConnection(now.id)) ?? {};
  if (verdict?.status === "needs_reconnecting" && !verdict.consentHelps) return skipped(verdict.nextStep);
  const { linkId, mailProblem } = await deps.links.sendLink(now);
  if (mailProblem !== null) return { state: "failed", words: mailProblem, code: "mail_failed", linkId };
  return { state: "done", words: null, linkId };
}
