import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { events } from "@/lib/events";
import { page } from "../../../../_page/drawn-page";
import { nothingAtAddress } from "../../../../_page/nothing-at-address";
import { removeTargetQuestion, WHAT_WILL_HAPPEN } from "../../../words";
import { NoEndpoint } from "../../_components/no-endpoint";
import { RemoveConsequences } from "../../_components/remove-consequences";
import { REMOVE_ENDPOINT } from "../../words";
import { RemoveForm } from "./_components/remove-form";

export const metadata: Metadata = { title: REMOVE_ENDPOINT };

/** Asks what the dialog asks, for browsers without scripts. */
async function RemoveEndpointPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("events.manage");
  const endpoint = await events().findEndpoint((await params).id);
  if (!endpoint) nothingAtAddress();
  const { id, target } = endpoint;
  const items = [
    { label: "Events", href: "/settings/events" },
    { label: target, href: `/settings/events/${id}` },
    { label: "Remove" },
  ];
  return (
    <>
      <PageHeader breadcrumb={<Breadcrumb items={items} />} title={removeTargetQuestion(target)} />
      <Card title={WHAT_WILL_HAPPEN} className="max-w-2xl">
        <div className="[&_ul]:list-disc [&_ul]:pl-5">
          <RemoveConsequences />
        </div>
        <RemoveForm id={id} />
      </Card>
    </>
  );
}

export default page(RemoveEndpointPage, { notFound: <NoEndpoint /> });
