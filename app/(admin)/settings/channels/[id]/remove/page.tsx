import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { alerts } from "@/lib/alerts";
import { requireUser } from "@/lib/door";
import { page } from "../../../../_page/drawn-page";
import { nothingAtAddress } from "../../../../_page/nothing-at-address";
import { RemoveConsequences } from "../../../_components/remove-consequences";
import { ALERTS_AND_EVENTS, REMOVE_CHANNEL, removeTargetQuestion, WHAT_WILL_HAPPEN } from "../../../words";
import { RemoveForm } from "./_components/remove-form";

export const metadata: Metadata = { title: REMOVE_CHANNEL };

/** Asks what the dialog asks, for browsers without scripts. */
async function RemoveChannelPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("alerts.manage");
  const { id } = await params;
  const channel = (await alerts().listChannels()).find((listed) => listed.id === id);
  if (!channel) nothingAtAddress();
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: ALERTS_AND_EVENTS, href: "/settings" }, { label: REMOVE_CHANNEL }]} />
        }
        title={removeTargetQuestion(channel.target)}
      />
      <Card title={WHAT_WILL_HAPPEN} className="max-w-2xl">
        <div className="[&_ul]:list-disc [&_ul]:pl-5">
          <RemoveConsequences />
        </div>
        <RemoveForm channelId={channel.id} />
      </Card>
    </>
  );
}

export default page(RemoveChannelPage);
