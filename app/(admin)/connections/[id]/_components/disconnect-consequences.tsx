import { Sentence } from "@/components/ui/sentence";
import { accessEnds, dataStops, mustApproveAgain, othersStay, RECORDS_STAY } from "../words";
export interface ConsequencesProps {
  companyName: string;
  tenantName: string;
  providerName: string;
  consentedBy: string;
  /** Names of the companies that live on the same grant and stay connected. */
  alsoServes: readonly string[];
}

/** What a disconnect means, point by point: said before it happens. */
export function DisconnectConsequences(props: ConsequencesProps) {
  const { companyName, tenantName, providerName, consentedBy, alsoServes } = props;
  return (
    <ul>
      <li>{dataStops(companyName, tenantName)}</li>
      <li>{accessEnds(providerName)}</li>
      <li>{mustApproveAgain(consentedBy)}</li>
      {alsoServes.length > 0 && (
        <li>
          <Sentence
            parts={othersStay(<strong>{alsoServes.join(", ")}</strong>, alsoServes.length, tenantName)}
          />
        </li>
      )}
      <li>{RECORDS_STAY}</li>
    </ul>
  );
}
