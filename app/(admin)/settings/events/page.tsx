import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { type EndpointView, events, eventTypes, JUDGED_MESSAGES } from "@/lib/events";
import { page } from "../../_page/drawn-page";
import { ALERTS_AND_EVENTS, DELIVERY_WORDS } from "../words";
import { AddEndpointForm } from "./_components/add-endpoint-form";
import { type EndpointLine, EndpointTable } from "./_components/endpoint-table";
import { endpointState } from "./endpoint-state";
import {
  ADD_ENDPOINT,
  ADD_ENDPOINT_SENTENCE,
  EVENT_WORDS,
  EVENTS_SENTENCE,
  failures,
  getsWords,
  NO_ENDPOINT,
  NO_ENDPOINT_MORE,
  waitingWords,
} from "./words";

export const metadata: Metadata = { title: "Events" };

interface EventsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function EventsPage({ searchParams }: EventsPageProps) {
  await requireUser("events.manage");
  const [endpoints, notice] = await Promise.all([events().listEndpoints(), noticeOf(await searchParams)]);
  const choices = eventTypes.map((type) => ({ type, words: EVENT_WORDS[type] }));
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: ALERTS_AND_EVENTS, href: "/settings" }, { label: "Events" }]} />
        }
        title="Events"
        sentence={EVENTS_SENTENCE}
      />
      <NoticeBanner notice={notice} />
      <EndpointTable lines={endpoints.map(lineOf)} empty={<NoEndpoint />} />
      <Card className="mt-6" title={ADD_ENDPOINT} sentence={ADD_ENDPOINT_SENTENCE}>
        <AddEndpointForm choices={choices} />
      </Card>
    </>
  );
}

function NoEndpoint() {
  return <EmptyState title={NO_ENDPOINT}>{NO_ENDPOINT_MORE}</EmptyState>;
}

function lineOf(endpoint: EndpointView): EndpointLine {
  const { id, target, last, failed, waiting } = endpoint;
  const { tone, word, detail } = endpointState(endpoint);
  return {
    id,
    target,
    takes: getsWords(endpoint),
    tone,
    state: word,
    detail,
    last: last && lastOf(last),
    failed: [failures(failed, JUDGED_MESSAGES), waiting > 0 && waitingWords(waiting)]
      .filter(Boolean)
      .join(", "),
  };
}

function lastOf({ deliveredAt, nextAttemptAt, lastError }: NonNullable<EndpointView["last"]>) {
  if (deliveredAt) return { at: deliveredAt, words: DELIVERY_WORDS.delivered, error: null };
  if (nextAttemptAt) return { at: nextAttemptAt, words: DELIVERY_WORDS.next, error: lastError };
  return { at: null, words: DELIVERY_WORDS.failed, error: lastError };
}

export default page(EventsPage);
