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
      <li>
        {companyName}'s data from {tenantName} stops at once, everywhere.
      </li>
      <li>{providerName} is told that this access has ended.</li>
      <li>To connect again, {consentedBy} must approve again.</li>
      {alsoServes.length > 0 && (
        <li>
          <strong>{alsoServes.join(", ")}</strong> {alsoServes.length === 1 ? "stays" : "stay"} connected: the
          same consent serves {alsoServes.length === 1 ? "it" : "them"}, and only {tenantName} is taken off.
        </li>
      )}
      <li>What was recorded so far stays in the audit log.</li>
    </ul>
  );
}
