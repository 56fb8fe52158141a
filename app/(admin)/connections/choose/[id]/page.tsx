import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { providerOf, tokenService } from "@/lib/token";
import { ChooseForm } from "./_components/choose-form";

export const metadata: Metadata = { title: "Finish the connection" };

export default async function SettleConsentPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser("connections.connect");
  const { id } = await params;
  const consent = await tokenService.restingConsent(id, user.id);
  if (!consent) return <NothingWaiting />;
  const provider = providerOf(consent.connectionType).displayName;
  return (
    <>
      {consent.tenants.length > 0 ? (
        <PageHeader
          title="Which organisation is this company's?"
          sentence={`The consent at ${provider} reaches several. Nothing is connected until you choose one.`}
        />
      ) : (
        <PageHeader
          title="Consent saved, check pending"
          sentence={`${consent.message ?? `${provider} has not confirmed the organisation yet.`} Nobody needs to consent again: it is kept for half an hour. Try once more in a moment.`}
        />
      )}
      <Card className="max-w-xl">
        <ChooseForm pendingConsentId={id} tenants={consent.tenants} />
      </Card>
    </>
  );
}

function NothingWaiting() {
  return (
    <>
      <PageHeader
        title="This consent is no longer waiting"
        sentence="It was settled already, it is older than half an hour, or somebody else gave it. Nothing was changed."
      />
      <ButtonLink href="/connections/new" variant="primary">
        Start again
      </ButtonLink>
    </>
  );
}
