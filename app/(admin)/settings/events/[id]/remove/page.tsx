import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { events } from "@/lib/events";
import { RemoveConsequences } from "../../_components/remove-consequences";
import { RemoveForm } from "./_components/remove-form";

export const metadata: Metadata = { title: "Remove an endpoint" };

/** Asks what the dialog asks, for browsers without scripts. */
export default async function RemoveEndpointPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("events.manage");
  const endpoint = await events().findEndpoint((await params).id);
  if (!endpoint) notFound();
  const { id, target } = endpoint;
  const items = [
    { label: "Events", href: "/settings/events" },
    { label: target, href: `/settings/events/${id}` },
    { label: "Remove" },
  ];
  return (
    <>
      <PageHeader breadcrumb={<Breadcrumb items={items} />} title={`Remove ${target}?`} />
      <Card title="What will happen" className="max-w-2xl">
        <div className="[&_ul]:list-disc [&_ul]:pl-5">
          <RemoveConsequences />
        </div>
        <RemoveForm id={id} />
      </Card>
    </>
  );
}
