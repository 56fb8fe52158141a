import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { formatAbsolute, UTC } from "@/components/ui/time-format";
import { type Cursor, health, type OnDatePage } from "@/lib/health";
import { DAY_MS } from "@/lib/time/durations";
import { PrintHeader } from "../../_components/print-header";
import { onDateRowOf } from "../on-date-row";
import { healthHref } from "../search-params";
import {
  DAY_IN_UTC,
  healthOn,
  NO_DAYS_MORE,
  NONE_CONNECTED,
  onDateCaption,
  onDateSentence,
  onThisPage,
} from "../words";
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
        title={healthOn(day)}
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
        caption={onDateCaption(day)}
        empty={<EmptyState title={NONE_CONNECTED}>{NO_DAYS_MORE}</EmptyState>}
        footer={<Footer page={page} onMs={onMs} />}
      />
    </>
  );
}

function Footer({ page: { rows, next, previous }, onMs }: { page: OnDatePage; onMs: number }) {
  return (
    <>
      <p className="text-xs text-muted">{DAY_IN_UTC}</p>
      {(next || previous) && (
        <div className="mt-2 print:hidden">
          <PaginationLinks
            newerHref={previous ? healthHref(onMs, { before: previous }) : undefined}
            olderHref={next ? healthHref(onMs, { after: next }) : undefined}
            newerLabel="Previous"
            olderLabel="Next"
            summary={onThisPage(rows.length)}
          />
        </div>
      )}
    </>
  );
}
