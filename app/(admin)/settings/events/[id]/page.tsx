import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { Sentence } from "@/components/ui/sentence";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { requireUser } from "@/lib/door";
import { type EndpointView, type EventDeliveryView, events, eventTypes } from "@/lib/events";
import { page } from "../../../_page/drawn-page";
import { nothingAtAddress } from "../../../_page/nothing-at-address";
import { RotateSecret } from "../../_components/rotate-secret";
import { ToneWord } from "../../_components/tone-word";
import { deliveryState } from "../../delivery-state";
import { NoEndpoint } from "../_components/no-endpoint";
import { redeliverSince, rotateEndpointSecret } from "../actions";
import { endpointState } from "../endpoint-state";
import {
  addedBy,
  ENDPOINT_TITLE,
  EVENT_WORDS,
  EVENTS_IT_GETS,
  getsWords,
  NO_MESSAGE,
  NO_MESSAGE_MORE,
  ONE_SIGNATURE,
  POSITION_HINT,
  POSITION_LABEL,
  SEND_AGAIN,
  SEND_AGAIN_SENTENCE,
  SENDING_AGAIN,
  twoSignatures,
} from "../words";
import { ChangeForm } from "./_components/change-form";
import { type DeliveryLine, DeliveryTable } from "./_components/delivery-table";
import { EndpointActions } from "./_components/endpoint-actions";
import { ToldForm } from "./_components/told-form";
import { deliveriesHref, readCursor } from "./search-params";

export const metadata: Metadata = { title: ENDPOINT_TITLE };

interface EndpointPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function EndpointPage({ params, searchParams }: EndpointPageProps) {
  await requireUser("events.manage");
  const { id } = await params;
  const endpoint = await events().findEndpoint(id);
  if (!endpoint) nothingAtAddress();
  const { deliveries, older, newer } = await events().listDeliveries(id, readCursor(await searchParams));
  const isOn = !endpoint.disabledAt;
  const { target, types, allCompanies, companyIds } = endpoint;
  const choices = eventTypes.map((type) => ({ type, words: EVENT_WORDS[type] }));
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: "Events", href: "/settings/events" }, { label: target }]} />}
        title={<span className="wrap-anywhere">{target}</span>}
        actions={<EndpointActions id={id} target={target} isOn={isOn} />}
      />
      <Card title="Details">
        <Facts endpoint={endpoint} />
        <RotateSecret id={id} target={target} action={rotateEndpointSecret} className="mt-4" />
      </Card>
      <h2 className="mt-8 mb-3 text-lg font-semibold">Messages</h2>
      <DeliveryTable
        lines={deliveries.map((delivery) => lineOf(delivery, isOn))}
        empty={<EmptyState title={NO_MESSAGE}>{NO_MESSAGE_MORE}</EmptyState>}
        footer={
          (older !== null || newer !== null) && (
            <PaginationLinks
              newerHref={newer === null ? undefined : deliveriesHref(id, newer, "newer")}
              olderHref={older === null ? undefined : deliveriesHref(id, older, "older")}
            />
          )
        }
      />
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-2">
        <Card title={EVENTS_IT_GETS}>
          <ChangeForm id={id} choices={choices} types={types} companyIds={allCompanies ? null : companyIds} />
        </Card>
        {isOn && <SendAgain id={id} />}
      </div>
    </>
  );
}

function Facts({ endpoint }: { endpoint: EndpointView }) {
  const { tone, word, detail } = endpointState(endpoint);
  const { disabledAt, previousUntil, createdByName, createdAt } = endpoint;
  return (
    <DescriptionList
      facts={[
        {
          term: "State",
          description: (
            <>
              <ToneWord tone={tone} word={word} /> {disabledAt && <Time at={disabledAt} />}
            </>
          ),
          hint: detail,
        },
        { term: "Gets", description: getsWords(endpoint) },
        {
          term: "Signatures",
          description: previousUntil ? (
            <Sentence parts={twoSignatures(<Time at={previousUntil} />)} />
          ) : (
            ONE_SIGNATURE
          ),
        },
        {
          term: "Added",
          description: <Sentence parts={addedBy(createdByName, <Time at={createdAt} />)} />,
        },
      ]}
    />
  );
}

/** For a receiver that was away for longer than messages are tried. */
function SendAgain({ id }: { id: string }) {
  return (
    <Card title={SEND_AGAIN} sentence={SEND_AGAIN_SENTENCE}>
      <ToldForm
        action={redeliverSince}
        fields={{ id }}
        pending={SENDING_AGAIN}
        className="flex flex-wrap items-end gap-3"
      >
        <Field
          label={POSITION_LABEL}
          name="position"
          inputMode="numeric"
          pattern="\d{1,15}"
          required
          defaultValue="0"
          hint={POSITION_HINT}
        />
        <SubmitButton variant="secondary">{SEND_AGAIN}</SubmitButton>
      </ToldForm>
    </Card>
  );
}

function lineOf(delivery: EventDeliveryView, isOn: boolean): DeliveryLine {
  const { id, type, position, companyId, companyName, attempts, lastError, deliveredAt } = delivery;
  const { tone, word, at } = deliveryState(delivery);
  return {
    id,
    words: EVENT_WORDS[type] ?? type,
    type,
    position,
    company: companyName ?? (companyId || null),
    tone,
    state: word,
    at,
    error: (!deliveredAt && lastError) || "",
    attempts,
    canBeSent: isOn,
  };
}

export default page(EndpointPage, { notFound: <NoEndpoint /> });
