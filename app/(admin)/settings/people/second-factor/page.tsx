import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireProvedUser } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { page } from "../../../_page/drawn-page";
import { FACTOR_RULE, haveFactor, OWN_FACTOR_FIRST, RULE_OFF, RULE_ON, SET_UP_OWN_FACTOR } from "../../words";
import { PEOPLE } from "../words";
import { RuleForm } from "./_components/rule-form";

export const metadata: Metadata = { title: FACTOR_RULE };

interface FactorRulePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function FactorRulePage({ searchParams }: FactorRulePageProps) {
  const { id } = await requireProvedUser("users.manage");
  const [use, own, notice] = await Promise.all([
    secondFactors().secondFactorUse(),
    secondFactors().secondFactorSince(id),
    noticeOf(await searchParams),
  ]);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: PEOPLE, href: "/settings/people" }, { label: FACTOR_RULE }]} />
        }
        title={FACTOR_RULE}
        sentence={use.required ? RULE_ON : RULE_OFF}
      />
      <NoticeBanner notice={notice} />
      <Card className="max-w-xl">
        <p className="mb-4">{haveFactor(use.having, use.people)}</p>
        {use.required || own ? (
          <RuleForm required={use.required} />
        ) : (
          <>
            <p className="mb-3 text-muted">{OWN_FACTOR_FIRST}</p>
            <ButtonLink href="/profile/second-factor">{SET_UP_OWN_FACTOR}</ButtonLink>
          </>
        )}
      </Card>
    </>
  );
}

export default page(FactorRulePage);
