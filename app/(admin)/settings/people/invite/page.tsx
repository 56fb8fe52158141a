import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireProvedUser } from "@/lib/door";
import { passwordReset } from "@/lib/people";
import { INVITE_PERSON, INVITE_SENTENCE } from "../invites/words";
import { PEOPLE } from "../words";
import { InviteForm } from "./_components/invite-form";

export const metadata: Metadata = { title: INVITE_PERSON };

export default async function InvitePersonPage() {
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
        <InviteForm byMail={passwordReset().isMailSet()} />
      </Card>
    </>
  );
}
