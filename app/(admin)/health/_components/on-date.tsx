import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { formatAbsolute, UTC } from "@/components/ui/time-format";
import { type Cursor, health, type OnDatePage, type PastStatus } from "@/lib/health";
import { DAY_MS } from "@/lib/time/durations";
import { PrintHeader } from "../../_components/print-header";
import { onDateRowOf } from "../on-date-row";
import { healthHref } from "../search-params";
import { IncidentsLink } from "./incidents-link";
import { OnDateTable } from "./on-date-table";

interface OnDateProps {
  /** Midnight in UTC. */
  onMs: number;
  cursor: Cursor | undefined;
  nowMs: number;
  questions: ReactNode;
}

/** "Was it connected on that day?", for every connection. */
export async function OnDate({ onMs, cursor, nowMs, questions }: OnDateProps) {
  const page = await health().connectionsOnDate({ startMs: onMs, cursor });
  if (page.rows.length === 0 && cursor) redirect(healthHref(onMs));
  const day = formatAbsolute(onMs, UTC, { dateOnly: true });
  const tomorrowMs = onMs + DAY_MS;
  return (
    <>
      <PrintHeader />
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: "Health", href: "/health" }, { label: day }]} />}
        title={`Health on ${day}`}
        sentence={onDateSentence(page.counts, tomorrowMs > nowMs)}
        actions={
          <span className="flex flex-wrap gap-2 print:hidden">
            <IncidentsLink />
            <ButtonLink href={healthHref(onMs - DAY_MS)}>Day before</ButtonLink>
            {tomorrowMs <= nowMs && <ButtonLink href={healthHref(tomorrowMs)}>Day after</ButtonLink>}
          </span>
        }
      />
      {questions}
      <OnDateTable
        rows={page.rows.map(onDateRowOf)}
        caption={`Connections on ${day}, worst first`}
        empty={
          <EmptyState title="No company is connected yet">There is nothing to tell of any day.</EmptyState>
        }
        footer={<Footer page={page} onMs={onMs} />}
      />
    </>
  );
}

function Footer({ page: { rows, next, previous }, onMs }: { page: OnDatePage; onMs: number }) {
  return (
    <>
      <p className="text-xs text-muted">The day is counted from 00:00 to 24:00 UTC.</p>
      {(next || previous) && (
        <div className="mt-2 print:hidden">
          <PaginationLinks
            newerHref={previous ? healthHref(onMs, { before: previous }) : undefined}
            olderHref={next ? healthHref(onMs, { after: next }) : undefined}
            newerLabel="Previous"
            olderLabel="Next"
            summary={`${rows.length} on this page`}
          />
        </div>
      )}
    </>
  );
}

/** How many connections were well all day; those not yet or no longer connected are not counted. */
function onDateSentence(counts: Record<PastStatus, number>, running: boolean): string {
  const well = counts.working + counts.expiring_soon;
  const live = well + counts.provider_trouble + counts.needs_reconnecting;
  if (live === 0) return "No connection is on record for that day.";
  const parts = [
    counts.needs_reconnecting > 0 && `${counts.needs_reconnecting} needed reconnecting`,
    counts.provider_trouble > 0 && `${counts.provider_trouble} had provider trouble`,
  ].filter(Boolean);
  const day = running ? "so far that day" : "all that day";
  const whom = live === 1 ? "connection" : "connections";
  const first = `${well} of ${live} ${whom} worked ${day}`;
  return `${[first, parts.join(", ")].filter(Boolean).join("; ")}.`;
}
