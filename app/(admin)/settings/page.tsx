import type { Metadata } from "next";
import Link from "next/link";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { alerts } from "@/lib/alerts";
import { requireUser } from "@/lib/door";
import { page } from "../_page/drawn-page";
import { AddEmailForm } from "./_components/add-email-form";
import { AddWebhookForm } from "./_components/add-webhook-form";
import { ChannelList } from "./_components/channel-list";
import { LastMessages } from "./_components/last-messages";
import { WhatIsSetUp } from "./_components/what-is-set-up";
import {
  ADD_EMAIL,
  ADD_WEBHOOK,
  ALERTS_AND_EVENTS,
  ALL_ALERTS,
  CHANNELS_SENTENCE,
  CHANNELS_TITLE,
  EVENT_ENDPOINTS,
  LAST_MESSAGES,
  SET_UP,
  SETTINGS_SENTENCE,
} from "./words";

export const metadata: Metadata = { title: ALERTS_AND_EVENTS };

const SHOWN = 10;

interface SettingsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function SettingsPage({ searchParams }: SettingsPageProps) {
  await requireUser("settings.read");
  const [channels, deliveries, notice] = await Promise.all([
    alerts().listChannels(),
    alerts().listDeliveries(SHOWN),
    noticeOf(await searchParams),
  ]);
  return (
    <>
      <PageHeader
        title={ALERTS_AND_EVENTS}
        sentence={SETTINGS_SENTENCE}
        actions={<ButtonLink href="/settings/events">{EVENT_ENDPOINTS}</ButtonLink>}
      />
      <NoticeBanner notice={notice} />
      <Card title={CHANNELS_TITLE} sentence={CHANNELS_SENTENCE} flush>
        <ChannelList channels={channels} />
      </Card>
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-6">
          <Card title={ADD_EMAIL}>
            <AddEmailForm />
          </Card>
          <Card title={ADD_WEBHOOK}>
            <AddWebhookForm />
          </Card>
        </div>
        <Card title={SET_UP}>
          <WhatIsSetUp mailFrom={alerts().mailFrom()} />
        </Card>
      </div>
      <Card
        className="mt-6"
        title={LAST_MESSAGES}
        flush
        actions={
          <Link
            href="/settings/alerts"
            prefetch={false}
            className="inline-block min-h-6 rounded-sm py-0.5 underline underline-offset-2"
          >
            {ALL_ALERTS}
          </Link>
        }
      >
        <LastMessages deliveries={deliveries} />
      </Card>
    </>
  );
}

export default page(SettingsPage);
