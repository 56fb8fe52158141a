import { type Notice, withNotice } from "@/app/_notice/notice";
import { links } from "@/lib/links";
import { type ConsentOutcome, providerOf } from "@/lib/token";
import { linkTokenHere } from "./browser-link";
import {
  ASK_SUPPORT,
  askWords,
  CANCELLED,
  cancelledWords,
  DONE,
  doneWords,
  LINK_FAILED,
  LINK_FAILED_WORDS,
  NOT_FINISHED,
  notAdmin,
  notAdminWords,
  OTHER_ORGANISATION,
  otherOrganisationWords,
  TAKEN,
  TRY_AGAIN,
  takenWords,
} from "./words";

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
  const token = await linkTokenHere();
  const facts = await links().linkFacts({ id: linkId, token });
  const page = facts?.isOwnToken ? `/connect/${encodeURIComponent(token)}` : NO_LINK;
  if (outcome.outcome === "choose" && page !== NO_LINK) return `${page}/choose/${outcome.pendingConsentId}`;
  const ask = facts?.askName ? askWords(facts.askName) : ASK_SUPPORT;
  return withNotice(page, noticeOf(connectionType, outcome, ask));
}

function noticeOf(connectionType: string, outcome: ConsentOutcome, ask: string): Notice {
  const { shortName, consentedBy } = providerOf(connectionType);
  switch (outcome.outcome) {
    case "connected":
      return { tone: "working", title: DONE, message: doneWords(outcome.tenantName) };
    case "choose":
    case "visited":
      return { tone: "expiring", title: NOT_FINISHED, message: TRY_AGAIN };
    case "resting":
      return { tone: "provider", title: NOT_FINISHED, message: `${outcome.message} ${TRY_AGAIN}` };
    case "refused":
      return refusedNotice(outcome, { shortName, consentedBy, ask });
  }
}

type Refused = Extract<ConsentOutcome, { outcome: "refused" }>;

function refusedNotice(
  { code, owner, message, organisations, renewed }: Refused,
  { shortName, consentedBy, ask }: { shortName: string; consentedBy: string; ask: string },
): Notice {
  if (code === "consent_denied")
    return { tone: "expiring", title: CANCELLED, message: cancelledWords(consentedBy) };
  if (code === "wrong_organisation" && organisations) {
    const { expected, consented } = organisations;
    const chosen = consented.join(", ");
    const words = otherOrganisationWords({ expected, chosen, isEnded: renewed.length === 0, ask });
    return { tone: "reconnect", title: OTHER_ORGANISATION, message: words };
  }
  if (code === "organisation_unavailable")
    return { tone: "reconnect", title: notAdmin(shortName), message: notAdminWords(consentedBy) };
  if (code === "organisation_taken") return { tone: "reconnect", title: TAKEN, message: takenWords(ask) };
  const what = owner === "provider" ? message : LINK_FAILED_WORDS;
  return { tone: owner === "provider" ? "provider" : "reconnect", title: LINK_FAILED, message: what };
}
