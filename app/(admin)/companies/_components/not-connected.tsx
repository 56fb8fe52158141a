import { companyPath } from "@/lib/text/company-path";
import { type ProviderName, providerOf } from "@/lib/token";
import { ConnectButton } from "../../connections/_components/connect-button";
import { connectToWords } from "../words";
import { SendLinkButton } from "./send-link-button";

interface NotConnectedProps {
  companyId: string;
  provider: ProviderName;
  mayConnect: boolean;
  maySend: boolean;
}

/** A provider that the company was never connected to, on one line. */
export function NotConnected({ companyId, provider, mayConnect, maySend }: NotConnectedProps) {
  const { displayName, shortName } = providerOf(provider);
  return (
    <section
      aria-label={displayName}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-lg border border-border bg-surface px-4 py-3 sm:px-5"
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">{displayName}</h2>
        <span className="text-muted">Not connected</span>
      </div>
      <div className="flex flex-wrap gap-2">
        {mayConnect && (
          <ConnectButton
            companyId={companyId}
            provider={provider}
            returnTo={companyPath(companyId)}
            variant="secondary"
          >
            {connectToWords(shortName)}
          </ConnectButton>
        )}
        {maySend && <SendLinkButton companyId={companyId} provider={provider} />}
      </div>
    </section>
  );
}
