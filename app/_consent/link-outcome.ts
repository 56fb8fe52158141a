import { type Notice, withNotice } from "@/app/_notice/notice";
import { links } from "@/lib/links";
import { type ConsentOutcome, providerOf } from "@/lib/token";
import { linkTokenHere } from "./browser-link";
import type { CustomerWords } from "./customer/en/words";
import { customerWords } from "./customer/words-here";

/** Shows an outcome where no link is known in this browser. */
const NO_LINK = "/connect";

/**
 * The page on which a customer goes on after a link's consent. It names no company and no organisation but the link's own,
 * and those that they chose themselves.
 */
export async function linkOutcomePath(
  linkId: string,
  connectionType: string,
  outcome: ConsentOutcome,
): Promise<string> {
  if (outcome.outcome === "refused" && outcome.code === "wrong_organisation")
    await links().noteWrongCompany(linkId);
  const token = await linkTokenHere(linkId);
  const facts = await links().linkFacts({ id: linkId, token });
  const page = facts?.isOwnToken ? `/connect/${encodeURIComponent(token)}` : NO_LINK;
  if (outcome.outcome === "choose" && page !== NO_LINK) return `${page}/choose/${outcome.pendingConsentId}`;
  const { say } = await customerWords();
  const ask = facts?.askName ? say.ask(facts.askName) : say.askSender;
  return withNotice(page, noticeOf(say, connectionType, outcome, ask));
}

/** Where a link's consent came back to another browser than its own. */
export async function linkLostPath(): Promise<string> {
  const { say } = await customerWords();
  return withNotice(NO_LINK, { tone: "reconnect", title: say.failed, message: say.failedMore });
}

function noticeOf(say: CustomerWords, connectionType: string, outcome: ConsentOutcome, ask: string): Notice {
  const { shortName } = providerOf(connectionType);
  const who = say.approver(connectionType);
  switch (outcome.outcome) {
    case "connected":
      return { tone: "working", title: say.done, message: say.doneMore(outcome.tenantName) };
    case "choose":
    case "visited":
      return { tone: "expiring", title: say.notFinished, message: say.tryAgain };
    case "resting":
      return { tone: "provider", title: say.notFinished, message: `${outcome.message} ${say.finishedLater}` };
    case "refused":
      return refusedNotice(say, outcome, { shortName, who, ask });
  }
}

type Refused = Extract<ConsentOutcome, { outcome: "refused" }>;

function refusedNotice(
  say: CustomerWords,
  { code, owner, message, organisations, renewed }: Refused,
  { shortName, who, ask }: { shortName: string; who: string; ask: string },
): Notice {
  if (code === "consent_denied")
    return { tone: "expiring", title: say.cancelled, message: say.cancelledMore(who) };
  if (code === "wrong_organisation" && organisations) {
    const { expected, consented } = organisations;
    const chosen = consented.join(", ");
    const words = say.otherOrganisationMore({ expected, chosen, isEnded: renewed.length === 0, ask });
    return { tone: "reconnect", title: say.otherOrganisation, message: words };
  }
  if (code === "organisation_unavailable")
    return { tone: "reconnect", title: say.notAdmin(shortName), message: say.notAdminMore(who) };
  if (code === "no_connection") return { tone: "reconnect", title: say.failed, message: say.faults.revoked };
  if (code === "organisation_taken")
    return { tone: "reconnect", title: say.taken, message: say.takenMore(ask) };
  return {
    tone: owner === "provider" ? "provider" : "reconnect",
    title: say.failed,
    message: owner === "provider" ? message : say.failedMore,
  };
}
