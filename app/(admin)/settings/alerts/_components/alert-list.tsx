import Link from "next/link";
import { Sentence } from "@/components/ui/sentence";
import { STATUS, TONE_ICON } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { AlertKind, AlertView, DeliveryView } from "@/lib/alerts";
import { companyPath } from "@/lib/text/company-path";
import { providerOf } from "@/lib/token";
import { auditHref } from "../../../audit/search-params";
import { DeliveryLine } from "../../_components/delivery-line";
import {
  ALERT_WORDS,
  alertEnded,
  alertOngoing,
  IN_AUDIT_LOG,
  NOT_SENT,
  UNNAMED_COMPANY,
  UNNAMED_KEY,
} from "../../words";

const LOOK: Record<AlertKind, { word: string; tone: "reconnect" | "expiring" | "provider"; ink: string }> = {
  needs_reconnecting: { ...STATUS.needs_reconnecting, tone: "reconnect", ink: "text-reconnect" },
  expiring_soon: { ...STATUS.expiring_soon, tone: "expiring", ink: "text-expiring" },
  provider_incident: { word: ALERT_WORDS.provider_incident, tone: "provider", ink: "text-provider" },
  key_expiring: { word: ALERT_WORDS.key_expiring, tone: "expiring", ink: "text-expiring" },
  ended_key_used: { word: ALERT_WORDS.ended_key_used, tone: "reconnect", ink: "text-reconnect" },
  provider_addresses: {
    word: ALERT_WORDS.provider_addresses,
    tone: "provider",
    ink: "text-provider",
  },
  endpoint_disabled: { word: ALERT_WORDS.endpoint_disabled, tone: "reconnect", ink: "text-reconnect" },
};

/** Every problem with what was told of it, to whom and when. */
export function AlertList({ alerts }: { alerts: readonly AlertView[] }) {
  return (
    <ul className="divide-y divide-border">
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} />
      ))}
    </ul>
  );
}

function AlertItem({ alert }: { alert: AlertView }) {
  const { id, kind, companyName, keyName, connectionType, raisedAt, endedAt, deliveries } = alert;
  const { word, tone, ink } = LOOK[kind];
  const Icon = TONE_ICON[tone];
  const provider = connectionType && providerOf(connectionType).displayName;
  const headingId = `alert-${id}`;
  return (
    <li className="px-4 py-3 sm:px-5">
      <article aria-labelledby={headingId}>
        <h2 id={headingId} className="flex flex-wrap items-center gap-x-2 font-medium">
          <span className={`inline-flex items-center gap-1.5 ${ink}`}>
            <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
            {word}
          </span>
          <SubjectOf alert={alert} provider={provider} />
        </h2>
        <p className="text-sm text-muted">
          <Sentence
            parts={
              endedAt
                ? alertEnded(<Time at={raisedAt} />, <Time at={endedAt} />)
                : alertOngoing(<Time at={raisedAt} />)
            }
          />{" "}
          <Link
            href={auditHref({ filter: { span: "all", endpoint: `/alerts/${id}` } })}
            prefetch={false}
            data-list-link
            className="inline-block min-h-6 rounded-sm underline underline-offset-2"
          >
            {IN_AUDIT_LOG}
            <span className="sr-only">: {companyName ?? keyName ?? (provider || word)}</span>
          </Link>
        </p>
        {deliveries.length === 0 ? (
          <p className="mt-1 text-sm text-muted">{NOT_SENT}</p>
        ) : (
          <>
            <Told words="Start" deliveries={deliveries.filter(({ event }) => event === "raised")} />
            <Told words="End" deliveries={deliveries.filter(({ event }) => event === "recovered")} />
          </>
        )}
      </article>
    </li>
  );
}

/** What an alert is about, with the way to where it is fixed. */
function SubjectOf({ alert, provider }: { alert: AlertView; provider: string }) {
  const { kind, companyId, connectionType, companyName, keyName } = alert;
  if (kind === "provider_incident") return <span>{provider}</span>;
  if (kind === "endpoint_disabled") return null;
  if (kind === "provider_addresses")
    return (
      <Link
        href="/settings/providers"
        prefetch={false}
        className="inline-flex min-h-6 items-center rounded-sm underline underline-offset-2"
      >
        {provider}
      </Link>
    );
  const isKey = kind === "key_expiring" || kind === "ended_key_used";
  return (
    <>
      <Link
        href={isKey ? "/settings/keys" : companyPath(companyId, { provider: connectionType })}
        prefetch={false}
        className="inline-flex min-h-6 items-center rounded-sm underline underline-offset-2"
      >
        {isKey ? (keyName ?? UNNAMED_KEY) : (companyName ?? UNNAMED_COMPANY)}
      </Link>
      {!isKey && <span className="font-normal text-muted">{provider}</span>}
    </>
  );
}

/** What was said at one end of a problem, once, and everybody it was said to. */
function Told({ words, deliveries }: { words: string; deliveries: readonly DeliveryView[] }) {
  const [first] = deliveries;
  if (!first) return null;
  return (
    <div className="mt-2 border-l-2 border-border pl-3">
      <p className="max-w-[80ch] wrap-anywhere">
        <span className="text-muted">{words}:</span> {first.sentence}
      </p>
      <ul>
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryLine delivery={delivery} />
          </li>
        ))}
      </ul>
    </div>
  );
}
