import type { Metadata } from "next";
import Link from "next/link";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { alerts } from "@/lib/alerts";
import { requireUser } from "@/lib/door";
import { AddEmailForm } from "./_components/add-email-form";
import { AddWebhookForm } from "./_components/add-webhook-form";
import { ChannelList } from "./_components/channel-list";
import { LastMessages } from "./_components/last-messages";
import { WhatIsSetUp } from "./_components/what-is-set-up";

export const metadata: Metadata = { title: "Settings" };

const SHOWN = 10;

interface SettingsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SettingsPage({ searchParams }: SettingsPageProps) {
  await requireUser("settings.read");
  const [channels, deliveries, notice] = await Promise.all([
    alerts().listChannels(),
    alerts().listDeliveries(SHOWN),
    noticeOf(await searchParams),
  ]);
  return (
    <>
      <PageHeader
        title="Settings"
        sentence="Who is told when a connection needs somebody, and what they were told."
      />
      <NoticeBanner notice={notice} />
      <Card
        title="Where alerts go"
        sentence="Each channel gets one message when a problem starts and one when it ends."
        flush
      >
        <ChannelList channels={channels} />
      </Card>
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-6">
          <Card title="Add email">
            <AddEmailForm />
          </Card>
          <Card title="Add webhook">
            <AddWebhookForm />
          </Card>
        </div>
        <Card title="What is set up">
          <WhatIsSetUp mailFrom={alerts().mailFrom()} />
        </Card>
      </div>
      <Card
        className="mt-6"
        title="Last messages"
        flush
        actions={
          <Link
            href="/settings/alerts"
            prefetch={false}
            className="inline-block min-h-6 rounded-sm py-0.5 underline underline-offset-2"
          >
            All alerts
          </Link>
        }
      >
        <LastMessages deliveries={deliveries} />
      </Card>
    </>
  );
}
