import clsx from "clsx";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { STATUS, TONE_ICON } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import {
  causeWords,
  type PastStatus,
  pastStatusWords,
  type TimelineEvent,
  type Timeline as TimelinePage,
} from "@/lib/health";
import { spanWords } from "@/lib/time/span-words";
import { providerOf } from "@/lib/token";
import { auditHref } from "../../audit/search-params";
import { eventKey } from "../load-history";
import { AUDIT_ROWS_THEN, NO_CHANGES_MORE, NO_HISTORY } from "../words";

interface TimelineProps {
  timeline: TimelinePage;
  connection: { companyId: string; connectionType: string; providerName: string };
  /** The page the events' own addresses belong to. */
  path: string;
  mayReadAudit: boolean;
}

/** Every change of a connection's state, newest first, each with an address of its own. */
export function Timeline({ timeline, connection, path, mayReadAudit }: TimelineProps) {
  const { events, olderId, hasNewer } = timeline;
  if (events.length === 0) {
    return <EmptyState title={NO_HISTORY}>{NO_CHANGES_MORE}</EmptyState>;
  }
  return (
    <>
      <ol className="divide-y divide-border">
        {events.map((event) => (
          <Event key={event.id} event={event} {...{ connection, path, mayReadAudit }} />
        ))}
      </ol>
      {(olderId || hasNewer) && (
        <nav
          aria-label={`${connection.providerName} timeline`}
          className="flex flex-wrap gap-4 border-t border-border px-4 py-2.5 text-sm sm:px-5 print:hidden"
        >
          {hasNewer && (
            <Link
              href={`${path}?${new URLSearchParams({ provider: connection.connectionType })}`}
              prefetch={false}
              className="py-1 underline underline-offset-2"
            >
              Newest
            </Link>
          )}
          {olderId && (
            <Link
              href={`${path}?event=${eventKey(connection.connectionType, olderId)}#timeline-${connection.connectionType}`}
              prefetch={false}
              className="py-1 underline underline-offset-2"
            >
              Older
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

const INK = {
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
} as const;

function Event({
  event,
  connection,
  path,
  mayReadAudit,
}: Omit<TimelineProps, "timeline"> & { event: TimelineEvent }) {
  const { id, status, cause, message, providerRef, fromMs, toMs, open, intervalId } = event;
  const { companyId, connectionType: provider, providerName } = connection;
  const { tone, word } = lookOf(status);
  const Icon = TONE_ICON[tone];
  const consentedBy = providerOf(provider).consentedBy;
  const title = cause && causeWords(cause, { providerName, consentedBy, message }).title;
  const key = eventKey(provider, id);
  const rows = auditHref({
    filter: { span: "all", company: companyId, provider, fromMs, toMs: fromMs + 1_000 },
  });
  return (
    <li id={`event-${key}`} className="flex gap-3 px-4 py-3 target:bg-provider-tint sm:px-5">
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", INK[tone])} strokeWidth={2.5} />
      <div className="min-w-0 flex-1">
        <p>
          <span className={clsx("font-medium", INK[tone])}>{word}</span>{" "}
          {/* A full load: only that makes the event the page's target. */}
          <a
            href={`${path}?event=${key}#event-${key}`}
            className="rounded-sm underline decoration-border underline-offset-2 hover:decoration-current"
          >
            since <Time at={fromMs} />
          </a>
          {!open && <span className="text-muted">, for {spanWords(toMs - fromMs)}</span>}
        </p>
        {title && (
          <p className="mt-0.5 max-w-[80ch] text-sm text-muted">
            {title}.{message && ` ${message}`}
          </p>
        )}
        {(providerRef || (mayReadAudit && intervalId)) && (
          <p className="mt-0.5 flex flex-wrap gap-x-4 text-xs text-muted">
            {providerRef && (
              <span>
                Reference <code className="font-mono wrap-anywhere">{providerRef}</code>
              </span>
            )}
            {mayReadAudit && intervalId && (
              <Link
                href={rows}
                prefetch={false}
                className="min-h-6 py-0.5 underline underline-offset-2 print:hidden"
              >
                {AUDIT_ROWS_THEN}
              </Link>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

function lookOf(status: PastStatus) {
  return status === "unknown" ? { ...STATUS.disconnected, word: pastStatusWords.unknown } : STATUS[status];
}
