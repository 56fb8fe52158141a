import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { CodeForm } from "@/app/_second-factor/code-form";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { requireUser } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import {
  CODES_LEFT,
  FACTOR_OFF,
  FACTOR_ON,
  NEW_CODES,
  ON_SINCE,
  PROVE_FIRST,
  REMOVE_FACTOR,
  SECOND_FACTOR,
  SET_UP,
} from "../words";
import { begin } from "./actions";

export const metadata: Metadata = { title: SECOND_FACTOR };

interface OwnFactorPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OwnFactorPage({ searchParams }: OwnFactorPageProps) {
  const { id } = await requireUser("overview.read");
  const [factor, notice] = await Promise.all([
    secondFactors().secondFactorSince(id),
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
