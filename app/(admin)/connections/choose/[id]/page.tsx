import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { providerOf, tokenService } from "@/lib/token";
import {
  CHECK_PENDING,
  consentKept,
  coversSeveral,
  FINISH_CONNECTION,
  NOT_WAITING,
  NOT_WAITING_WHY,
  notConfirmed,
  START_AGAIN,
  WHICH_ORGANISATION,
} from "../words";
import { ChooseForm } from "./_components/choose-form";

export const metadata: Metadata = { title: FINISH_CONNECTION };

export default async function SettleConsentPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser("connections.connect");
  const { id } = await params;
  const consent = await tokenService.restingConsent(id, user);
  if (!consent) return <NothingWaiting />;
  const provider = providerOf(consent.connectionType).displayName;
  return (
    <>
      {consent.tenants.length > 0 ? (
        <PageHeader title={WHICH_ORGANISATION} sentence={coversSeveral(provider)} />
      ) : (
        <PageHeader title={CHECK_PENDING} sentence={consentKept(consent.message ?? notConfirmed(provider))} />
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
      <PageHeader title={NOT_WAITING} sentence={NOT_WAITING_WHY} />
      <ButtonLink href="/connections/new" variant="primary">
        {START_AGAIN}
      </ButtonLink>
    </>
  );
}
