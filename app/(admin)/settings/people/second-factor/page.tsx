import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireProvedUser } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { shownName } from "@/lib/shown-text";
import {
  FACTOR_RULE,
  haveFactor,
  LOST_FACTOR,
  OWN_FACTOR_FIRST,
  RULE_OFF,
  RULE_ON,
  SET_UP_OWN_FACTOR,
} from "../../words";
import { PEOPLE } from "../words";
import { ResetFactorForm } from "./_components/reset-factor-form";
import { RuleForm } from "./_components/rule-form";

export const metadata: Metadata = { title: FACTOR_RULE };

interface FactorRulePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FactorRulePage({ searchParams }: FactorRulePageProps) {
  const { id } = await requireProvedUser("users.manage");
  const [use, having, own, notice] = await Promise.all([
    secondFactors().secondFactorUse(),
    secondFactors().peopleWithFactor(),
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
      {having.some((person) => person.id !== id) && (
        <Card className="mt-4 max-w-xl" title={LOST_FACTOR}>
          <ul className="divide-y divide-border">
            {having
              .filter((person) => person.id !== id)
              .map((person) => (
                <li key={person.id} className="py-2.5 first:pt-0 last:pb-0">
                  <details>
                    <summary className="min-h-6 cursor-pointer wrap-anywhere">
                      {shownName(person.name)} <span className="text-muted">{person.email}</span>
                    </summary>
                    <div className="mt-2">
                      <ResetFactorForm userId={person.id} />
                    </div>
                  </details>
                </li>
              ))}
          </ul>
        </Card>
      )}
    </>
  );
}
