import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Sentence } from "@/components/ui/sentence";
import type { CompanyChoice } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { type ProviderName, providerOf, tokenService } from "@/lib/token";
import { SendLinkButton } from "../../../companies/_components/send-link-button";
import { scopeWords } from "../../../companies/scope-words";
import { ConnectButton } from "../../_components/connect-button";
import { newConnectionHref } from "../search-params";
import {
  alreadyConnected,
  CHOOSE_ANOTHER,
  chosenCompany,
  connectTo,
  RECONNECT_OR_DISCONNECT,
  RENAME_OR_REMOVE,
  whatHappensThere,
} from "../words";

/** Second step: where its books are, what will be asked there, and the way there. */
export function ChooseProvider({ company }: { company: CompanyChoice }) {
  return (
    <>
      <p className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <span>
          <Sentence
            parts={chosenCompany(<strong className="font-semibold">{shownName(company.name)}</strong>)}
          />
        </span>
        <ButtonLink href={newConnectionHref()} size="sm">
          {CHOOSE_ANOTHER}
        </ButtonLink>
        <ButtonLink href={companyPath(company.id, { tab: "settings" })} size="sm">
          {company.everConnected ? "Rename" : RENAME_OR_REMOVE}
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
  const wanted = tokenService.wantedScopes().find((one) => one.connectionType === provider);
  if (company.connectedTo.includes(provider)) {
    return (
      <Card title={name}>
        <p>
          {alreadyConnected(shownName(company.name), name)}{" "}
          <Link
            href={companyPath(company.id, { provider })}
            prefetch={false}
            className="rounded-sm underline underline-offset-2"
          >
            {RECONNECT_OR_DISCONNECT}
          </Link>
        </p>
      </Card>
    );
  }
  return (
    <Card title={name}>
      <p className="text-muted">{whatHappensThere(name, consentedBy)}</p>
      <ul className="mt-3 mb-5 list-disc pl-5">
        {scopeWords(wanted?.scopes.join(" ") ?? "").map(({ scope, words }) => (
          <li key={scope}>{words}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <ConnectButton
          companyId={company.id}
          provider={provider}
          returnTo={newConnectionHref({ companyId: company.id })}
        >
          {connectTo(shortName)}
        </ConnectButton>
        <SendLinkButton companyId={company.id} provider={provider} />
      </div>
    </Card>
  );
}
