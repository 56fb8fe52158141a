import { failureNotice } from "@/app/_notice/failure-notice";
import { withNotice } from "@/app/_notice/notice";
import { companyPath } from "@/lib/text/company-path";
import { type ConsentOutcome, providerOf } from "@/lib/token";
import { seeCompany } from "./words";

/** As many as the sentence names. */
const MOST_LINKS = 3;

/** The page on which a person goes on after a consent; a refusal travels there as a notice. */
export async function outcomePath(connectionType: string, outcome: ConsentOutcome): Promise<string> {
  switch (outcome.outcome) {
    case "connected": {
      const query = { connected: "1" };
      return companyPath(outcome.companyId, { provider: connectionType, query });
    }
    case "refused": {
      const { consentedBy } = providerOf(connectionType);
      const links = outcome.renewed.slice(0, MOST_LINKS).map(({ companyId, companyName }) => ({
        href: companyPath(companyId, { provider: connectionType }),
        label: seeCompany(companyName),
      }));
      return withNotice(outcome.returnTo, { ...failureNotice({ ...outcome, consentedBy }), links });
    }
    case "visited":
      return outcome.returnTo;
    case "choose":
    case "resting":
      return `/connections/choose/${outcome.pendingConsentId}`;
  }
}
