import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { type EndpointView, events, eventTypes, JUDGED_MESSAGES } from "@/lib/events";
import { AddEndpointForm } from "./_components/add-endpoint-form";
import { type EndpointLine, EndpointTable } from "./_components/endpoint-table";
import { endpointState } from "./endpoint-state";
import { EVENT_WORDS, takesWords } from "./event-words";

export const metadata: Metadata = { title: "Events" };

interface EventsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function EventsPage({ searchParams }: EventsPageProps) {
  await requireUser("events.manage");
  const [endpoints, notice] = await Promise.all([events().listEndpoints(), noticeOf(await searchParams)]);
  const choices = eventTypes.map((type) => ({ type, words: EVENT_WORDS[type] }));
  return (
    <>
      <PageHeader
        title="Events"
        sentence="Where your product is told of what happens to connections, as it happens."
      />
      <NoticeBanner notice={notice} />
      <EndpointTable lines={endpoints.map(lineOf)} empty={<NoEndpoint />} />
      <Card
        className="mt-6"
        title="Add an endpoint"
        sentence="A receiver of yours that takes a signed POST for each event. It gets what happens from now on."
      >
        <AddEndpointForm choices={choices} />
      </Card>
    </>
  );
}

function NoEndpoint() {
  return (
    <EmptyState title="No endpoint yet">
      Events tell your product that a company connected, broke, works again, expires soon or left, and that a
      provider has an outage, so that it need not ask. Add a receiver below. The same events stand in the
      API’s feed for 30 days, with an endpoint or without.
    </EmptyState>
  );
}

function lineOf(endpoint: EndpointView): EndpointLine {
  const { id, target, last, failed, waiting } = endpoint;
  const { tone, word, detail } = endpointState(endpoint);
  return {
    id,
    target,
    takes: takesWords(endpoint),
    tone,
    state: word,
    detail,
    last: last && lastOf(last),
    failed: [
      failed === 0 ? "None" : `${failed} of the last ${JUDGED_MESSAGES}`,
      waiting > 0 && `${waiting} waiting`,
    ]
      .filter(Boolean)
      .join(", "),
  };
}

function lastOf({ deliveredAt, nextAttemptAt, lastError }: NonNullable<EndpointView["last"]>) {
  if (deliveredAt) return { at: deliveredAt, words: "Arrived", error: null };
  if (nextAttemptAt) return { at: nextAttemptAt, words: "Next attempt", error: lastError };
  return { at: null, words: "Failed", error: lastError };
}
