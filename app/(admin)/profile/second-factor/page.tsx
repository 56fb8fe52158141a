import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { CodeForm } from "@/app/_second-factor/code-form";
import { SsoLink } from "@/app/_session/sso-link";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { companyAccount, hasFreshProof, requireUser } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { page } from "../../_page/drawn-page";
import {
  CODES_LEFT,
  FACTOR_OFF,
  FACTOR_ON,
  NEW_CODES,
  ON_SINCE,
  PROVE_BY_ACCOUNT,
  PROVE_FIRST,
  REMOVE_FACTOR,
  SECOND_FACTOR,
  SET_UP,
} from "../words";
import { begin, beginHere } from "./actions";

export const metadata: Metadata = { title: SECOND_FACTOR };

interface OwnFactorPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function OwnFactorPage({ searchParams }: OwnFactorPageProps) {
  const { id } = await requireUser("account.manage");
  const [factor, proof, notice] = await Promise.all([
    secondFactors().secondFactorSince(id),
    secondFactors().proofOf(id),
    noticeOf(await searchParams),
  ]);
  return (
    <>
      <PageHeader title={SECOND_FACTOR} sentence={factor ? FACTOR_ON : FACTOR_OFF} />
      <NoticeBanner notice={notice} />
      <Card className="max-w-xl">
        {factor ? (
          <>
            <DescriptionList
              facts={[
                { term: ON_SINCE, description: <Time at={factor.since.getTime()} /> },
                { term: CODES_LEFT, description: factor.backupCodesLeft },
              ]}
            />
            <p className="mt-4 flex flex-wrap gap-2">
              <ButtonLink href="/profile/second-factor/backup-codes">{NEW_CODES}</ButtonLink>
              <ButtonLink href="/profile/second-factor/remove">{REMOVE_FACTOR}</ButtonLink>
            </p>
          </>
        ) : proof === "sso" ? (
          <SetUpByAccount isProved={await hasFreshProof()} />
        ) : (
          <>
            <p className="mb-4">{PROVE_FIRST}</p>
            <CodeForm action={begin} kind="password" button={SET_UP} then="/profile/second-factor" />
          </>
        )}
      </Card>
    </>
  );
}

/** For a person without a password. */
function SetUpByAccount({ isProved }: { isProved: boolean }) {
  const company = companyAccount();
  if (isProved || !company) {
    return (
      <form action={beginHere}>
        <SubmitButton>{SET_UP}</SubmitButton>
      </form>
    );
  }
  return (
    <>
      <p className="mb-4">{PROVE_BY_ACCOUNT}</p>
      <SsoLink name={company.name} returnTo="/profile/second-factor" purpose="confirm" />
    </>
  );
}

export default page(OwnFactorPage);
