import { findConnectionOf } from "@/lib/health";
import { type ConsentOutcome, providerFacts } from "@/lib/token";
import { failureNotice } from "../failure-notice";
import { withNotice } from "../notice";

/** The page on which a person goes on after a consent; a refusal travels there as a notice. */
export async function outcomePath(connectionType: string, outcome: ConsentOutcome): Promise<string> {
  switch (outcome.outcome) {
    case "connected": {
      const id = await findConnectionOf(outcome.companyId, connectionType);
      return id ? `/connections/${id}?connected=1` : "/connections";
    }
    case "refused": {
      const consentedBy = providerFacts(connectionType)?.consentedBy;
      return withNotice(outcome.returnTo, failureNotice({ ...outcome, consentedBy }));
    }
    case "choose":
    case "resting":
      return `/connections/choose/${outcome.pendingConsentId}`;
  }
}
