import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { type AuditFilter, windowOf } from "@/lib/audit";
import { windowWords } from "../filter-words";
import { auditHref } from "../search-params";

interface NothingHereProps {
  filter: AuditFilter;
  /** When the oldest row that is kept was written. */
  beginning: Date | null;
  /** How far an unfinished search came. */
  searchedToMs: number | null;
  /** The rest of an unfinished search. */
  olderHref: string | undefined;
  nowMs: number;
}

/** Why there is no row: nothing was written yet, what is kept begins later, the search goes on, or nothing matches. */
export function NothingHere({ filter, beginning, searchedToMs, olderHref, nowMs }: NothingHereProps) {
  if (!beginning) {
    return (
      <EmptyState title="Nothing recorded yet">
        Every change to a connection and every sign-in will appear here.
      </EmptyState>
    );
  }
  const { toMs } = windowOf(filter, nowMs);
  if (toMs !== null && toMs <= beginning.getTime()) {
    return (
      <EmptyState title="Before what is kept" action={<EverAnyTime filter={filter} />}>
        The log begins on <Time at={beginning} />. Earlier rows may be in an export or a backup.
      </EmptyState>
    );
  }
  if (searchedToMs !== null) {
    return (
      <EmptyState
        title="Nothing found so far"
        action={olderHref && <ButtonLink href={olderHref}>Search on</ButtonLink>}
      >
        No match back to <Time at={searchedToMs} />. Older rows are not searched yet.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing matches these filters" action={<EverAnyTime filter={filter} />}>
      No rows match{isLimited(filter) ? ` (${windowWords(filter).toLowerCase()})` : ""}. Remove a filter, or{" "}
      <Link href="/audit" prefetch={false} className="underline underline-offset-2">
        clear all
      </Link>
      .
    </EmptyState>
  );
}

function EverAnyTime({ filter }: { filter: AuditFilter }) {
  if (!isLimited(filter)) return null;
  const { fromMs: _from, toMs: _to, ...rest } = filter;
  return <ButtonLink href={auditHref({ filter: { ...rest, span: "all" } })}>Search all time</ButtonLink>;
}

function isLimited({ span, fromMs, toMs }: AuditFilter): boolean {
  return span !== "all" || fromMs !== undefined || toMs !== undefined;
}
