import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { companyAccount, requireProvedUser } from "@/lib/door";
import { passwordReset } from "@/lib/people";
import { page } from "../../../_page/drawn-page";
import { GROUPS_GIVE_ROLES, INVITE_PERSON, INVITE_SENTENCE } from "../invites/words";
import { PEOPLE } from "../words";
import { InviteForm } from "./_components/invite-form";

export const metadata: Metadata = { title: INVITE_PERSON };

async function InvitePersonPage() {
  await requireProvedUser("users.manage");
  const crumbs = [{ label: PEOPLE, href: "/settings/people" }, { label: INVITE_PERSON }];
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={crumbs} />}
        title={INVITE_PERSON}
        sentence={INVITE_SENTENCE}
      />
      <Card className="max-w-2xl">
        {companyAccount() && <p className="mb-4 text-muted">{GROUPS_GIVE_ROLES}</p>}
        <InviteForm byMail={passwordReset().isMailSet()} />
      </Card>
    </>
  );
}

export default page(InvitePersonPage);
