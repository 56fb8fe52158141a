import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { SsoLink } from "@/app/_session/sso-link";
import { ssoRefusalWords } from "@/app/_session/words";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { companyAccount, requireProvedUser } from "@/lib/door";
import { sso } from "@/lib/people";
import { page } from "../../_page/drawn-page";
import {
  COMPANY_ACCOUNT,
  isLinkedTo,
  linkTo,
  NO_COMPANY_ACCOUNT,
  notLinkedTo,
  ONLY_WAY,
  UNLINK_WHY,
  unlinkFrom,
} from "../words";
import { unlinkHere } from "./actions";

export const metadata: Metadata = { title: COMPANY_ACCOUNT };

interface CompanyAccountPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Links the identity provider's account of the person who has just proved that this one is theirs. */
async function CompanyAccountPage({ searchParams }: CompanyAccountPageProps) {
  const { id } = await requireProvedUser("account.manage");
  const [company, part, given] = [companyAccount(), sso(), await searchParams];
  if (!company || !part) return <PageHeader title={COMPANY_ACCOUNT} sentence={NO_COMPANY_ACCOUNT} />;
  const { name } = company;
  const [own, notice] = await Promise.all([part.ssoOfPerson(id), noticeOf(given)]);
  const refused = ssoRefusalWords(given.error, name);
  return (
    <>
      <PageHeader title={COMPANY_ACCOUNT} sentence={own.isLinked ? isLinkedTo(name) : notLinkedTo(name)} />
      <NoticeBanner notice={notice} />
      <Card className="max-w-xl">
        {refused && (
          <div className="mb-4">
            <Alert title={refused} />
          </div>
        )}
        {!own.isLinked && (
          <SsoLink name={name} returnTo="/" purpose="link" primary>
            {linkTo(name)}
          </SsoLink>
        )}
        {own.isLinked && !own.mayUnlink && <p>{ONLY_WAY}</p>}
        {own.isLinked && own.mayUnlink && (
          <form action={unlinkHere}>
            <p className="mb-4">{UNLINK_WHY}</p>
            <SubmitButton variant="danger">{unlinkFrom(name)}</SubmitButton>
          </form>
        )}
      </Card>
    </>
  );
}

export default page(CompanyAccountPage);
