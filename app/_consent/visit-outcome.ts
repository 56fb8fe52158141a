import { withNotice } from "@/app/_notice/notice";
import type { ConsentOutcome } from "@/lib/token";
import { CANCELLED, LINK_FAILED, LINK_FAILED_WORDS, VISIT_CANCELLED, VISITED, VISITED_WORDS } from "./words";

/** Back to the provider's own page here. Known and unknown organisations get the same words. */
export function visitOutcomePath(outcome: ConsentOutcome, returnTo: string): Promise<string> {
  if (outcome.outcome !== "refused")
    return withNotice(returnTo, { tone: "working", title: VISITED, message: VISITED_WORDS });
  if (outcome.code === "consent_denied")
    return withNotice(returnTo, { tone: "expiring", title: CANCELLED, message: VISIT_CANCELLED });
  return visitLostPath(returnTo);
}

/** The same page where nothing came of it. */
export function visitLostPath(returnTo: string): Promise<string> {
  return withNotice(returnTo, { tone: "reconnect", title: LINK_FAILED, message: LINK_FAILED_WORDS });
}
