import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { invites } from "@/lib/people";
import { page } from "../../../../../_page/drawn-page";
import { nothingAtAddress } from "../../../../../_page/nothing-at-address";
import { WHAT_WILL_HAPPEN } from "../../../../words";
import { RevokeEffects } from "../../_components/invite-actions";
import { INVITES, REVOKE_INVITE, revokeQuestion } from "../../words";
import { RevokeForm } from "./_components/revoke-form";

export const metadata: Metadata = { title: REVOKE_INVITE };

/** Asks what the dialog asks, for browsers without scripts. */
async function RevokeInvitePage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("users.manage");
  const { id } = await params;
  const invite = await invites().findInvite(id);
  if (!invite) nothingAtAddress();
  const crumbs = [{ label: INVITES, href: "/settings/people/invites" }, { label: REVOKE_INVITE }];
  return (
    <>
      <PageHeader breadcrumb={<Breadcrumb items={crumbs} />} title={revokeQuestion(invite.email)} />
      <Card title={WHAT_WILL_HAPPEN} className="max-w-2xl">
        <div className="[&_ul]:list-disc [&_ul]:pl-5">
          <RevokeEffects />
        </div>
        <RevokeForm inviteId={id} />
      </Card>
    </>
  );
}

export default page(RevokeInvitePage);
