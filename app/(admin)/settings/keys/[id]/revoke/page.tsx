import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireProvedUser } from "@/lib/door";
import { page } from "../../../../_page/drawn-page";
import { WHAT_WILL_HAPPEN } from "../../../words";
import { RevokeConsequences } from "../../_components/revoke-consequences";
import { loadKey } from "../../load-key";
import { API_KEYS, REVOKE_KEY, revokeQuestion } from "../../words";
import { RevokeForm } from "./_components/revoke-form";

export const metadata: Metadata = { title: REVOKE_KEY };

/** Asks what the dialog asks, for browsers without scripts. */
async function RevokeKeyPage({ params }: { params: Promise<{ id: string }> }) {
  await requireProvedUser("keys.manage");
  const { id, name, service } = await loadKey(params);
  const crumbs = [{ label: API_KEYS, href: "/settings/keys" }, { label: REVOKE_KEY }];
  return (
    <>
      <PageHeader breadcrumb={<Breadcrumb items={crumbs} />} title={revokeQuestion(name)} />
      <Card title={WHAT_WILL_HAPPEN} className="max-w-2xl">
        <div className="[&_ul]:list-disc [&_ul]:pl-5">
          <RevokeConsequences service={service} />
        </div>
        <RevokeForm keyId={id} />
      </Card>
    </>
  );
}

export default page(RevokeKeyPage);
