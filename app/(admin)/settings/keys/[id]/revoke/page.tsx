import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { RevokeConsequences } from "../../_components/revoke-consequences";
import { loadKey } from "../../load-key";
import { RevokeForm } from "./_components/revoke-form";

export const metadata: Metadata = { title: "Revoke a key" };

/** Asks what the dialog asks, for browsers without scripts. */
export default async function RevokeKeyPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("keys.manage");
  const { id, name, service } = await loadKey(params);
  const crumbs = [{ label: "API keys", href: "/settings/keys" }, { label: "Revoke a key" }];
  return (
    <>
      <PageHeader breadcrumb={<Breadcrumb items={crumbs} />} title={`Revoke ${name}?`} />
      <Card title="What will happen" className="max-w-2xl">
        <div className="[&_ul]:list-disc [&_ul]:pl-5">
          <RevokeConsequences service={service} />
        </div>
        <RevokeForm keyId={id} />
      </Card>
    </>
  );
}
