import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import type { CompanyChoice } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { type ProviderName, providerOf, tokenService } from "@/lib/token";
import { ConnectButton } from "../../_components/connect-button";
import { accessAsked } from "../access-asked";
import { newConnectionHref } from "../search-params";

/** Second step: where its books are, what will be asked there, and the way there. */
export function ChooseProvider({ company }: { company: CompanyChoice }) {
  return (
    <>
      <p className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <span>
          Company: <strong className="font-semibold">{shownName(company.name)}</strong>
        </span>
        <ButtonLink href={newConnectionHref()} size="sm">
          Choose another
        </ButtonLink>
        <ButtonLink href={companyPath(company.id, { tab: "settings" })} size="sm">
          {company.everConnected ? "Rename" : "Rename or remove"}
        </ButtonLink>
      </p>
      <div className="grid items-start gap-6 md:grid-cols-2">
        {tokenService.configuredProviders().map((provider) => (
          <ProviderCard key={provider} provider={provider} company={company} />
        ))}
      </div>
    </>
  );
}

function ProviderCard({ provider, company }: { provider: ProviderName; company: CompanyChoice }) {
  const { displayName: name, shortName, consentedBy } = providerOf(provider);
  if (company.connectedTo.includes(provider)) {
    return (
      <Card title={name}>
        <p>
          {shownName(company.name)} is connected to {name}.{" "}
          <Link
            href={companyPath(company.id, { provider })}
            prefetch={false}
            className="rounded-sm underline underline-offset-2"
          >
            Reconnect or disconnect it
          </Link>
          .
        </p>
      </Card>
    );
  }
  return (
    <Card title={name}>
      <p className="text-muted">
        You go to {name}, sign in there and allow Countersign one organisation. It takes {consentedBy} to do
        so. {name} will list what is asked:
      </p>
      <ul className="mt-3 mb-5 list-disc pl-5">
        {accessAsked(provider).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <ConnectButton
        companyId={company.id}
        provider={provider}
        returnTo={newConnectionHref({ companyId: company.id })}
      >
        Connect to {shortName}
      </ConnectButton>
    </Card>
  );
}
