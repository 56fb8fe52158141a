import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { requireUser } from "@/lib/door";
import { shownText } from "@/lib/shown-text";
import { addressNames, type ProviderAddressView, providerOf, tiersOf, tokenService } from "@/lib/token";
import { page } from "../../_page/drawn-page";
import { scopeWords } from "../../companies/scope-words";
import { PROVIDERS } from "../words";
import { OtherAddresses } from "./_components/other-addresses";
import {
  ADDRESS_WORDS,
  ADDRESSES,
  acceptedByWords,
  BUILT_IN,
  DOCUMENT,
  LIMIT,
  limitWords,
  NO_LIMIT,
  NO_TIERS,
  NOT_READ,
  PROVIDERS_SENTENCE,
  readAtWords,
  readDiffering,
  SANDBOX,
  SCOPES,
} from "./words";

export const metadata: Metadata = { title: PROVIDERS };

interface ProvidersPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function ProvidersPage({ searchParams }: ProvidersPageProps) {
  await requireUser("settings.read");
  const views = await tokenService.listAddresses();
  return (
    <>
      <PageHeader title={PROVIDERS} sentence={PROVIDERS_SENTENCE} />
      <NoticeBanner notice={await noticeOf(await searchParams)} />
      <div className="flex flex-col gap-6">
        {views.map((view) => (
          <ProviderCard key={view.connectionType} view={view} />
        ))}
      </div>
    </>
  );
}

function ProviderCard({ view }: { view: ProviderAddressView }) {
  const { connectionType, environment } = view;
  const { displayName } = providerOf(connectionType);
  const wanted = tokenService.wantedScopes().find((one) => one.connectionType === connectionType);
  return (
    <Card title={displayName} sentence={environment === "sandbox" ? SANDBOX : undefined}>
      <OtherAddresses name={displayName} view={view} />
      <DescriptionList
        facts={[
          {
            term: SCOPES,
            description: (
              <ul>
                {scopeWords(wanted?.scopes.join(" ") ?? "").map(({ scope, words }) => (
                  <li key={scope}>{words}</li>
                ))}
              </ul>
            ),
          },
          { term: LIMIT, description: limitOf(connectionType) },
          { term: DOCUMENT, description: <Document view={view} /> },
          { term: ADDRESSES, description: <InUse view={view} />, hint: <KnownBy view={view} /> },
        ]}
      />
    </Card>
  );
}

function limitOf(connectionType: string): string {
  const known = tokenService.connectionLimits().find((one) => one.connectionType === connectionType);
  if (known) return limitWords(known.limit);
  return tiersOf(connectionType).length > 0 ? NO_LIMIT : NO_TIERS;
}

function Document({ view: { readAt, differsSince } }: { view: ProviderAddressView }) {
  if (!readAt) return NOT_READ;
  const read = <RelativeTime key="read" at={readAt} />;
  const parts = differsSince
    ? readDiffering(read, <Time key="since" at={differsSince} />)
    : readAtWords(read);
  return <Sentence parts={parts} />;
}

function InUse({ view: { inEffect } }: { view: ProviderAddressView }) {
  return (
    <ul>
      {addressNames.map((name) => (
        <li key={name}>
          <span className="text-sm text-muted">{ADDRESS_WORDS[name]}</span>{" "}
          <code className="font-mono text-mono wrap-anywhere">{shownText(inEffect[name], 300)}</code>
        </li>
      ))}
    </ul>
  );
}

function KnownBy({ view: { accepted } }: { view: ProviderAddressView }) {
  if (!accepted) return BUILT_IN;
  return <Sentence parts={acceptedByWords(accepted.byName, <Time at={accepted.at} />)} />;
}

export default page(ProvidersPage);
