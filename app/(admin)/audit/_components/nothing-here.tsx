import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { type AuditFilter, windowOf } from "@/lib/audit";
import { windowWords } from "../filter-words";
import { auditHref } from "../search-params";
import {
  BEFORE_THE_LOG,
  logBegins,
  NOTHING_MATCHES,
  NOTHING_RECORDED,
  NOTHING_RECORDED_MORE,
  NOTHING_SO_FAR,
  noMatchBackTo,
  noRowsMatch,
  SEARCH_ALL_TIME,
} from "../words";

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
    return <EmptyState title={NOTHING_RECORDED}>{NOTHING_RECORDED_MORE}</EmptyState>;
  }
  const { toMs } = windowOf(filter, nowMs);
  if (toMs !== null && toMs <= beginning.getTime()) {
    return (
      <EmptyState title={BEFORE_THE_LOG} action={<EverAnyTime filter={filter} />}>
        <Sentence parts={logBegins(<Time at={beginning} />)} />
      </EmptyState>
    );
  }
  if (searchedToMs !== null) {
    return (
      <EmptyState
        title={NOTHING_SO_FAR}
        action={olderHref && <ButtonLink href={olderHref}>Search on</ButtonLink>}
      >
        <Sentence parts={noMatchBackTo(<Time at={searchedToMs} />)} />
      </EmptyState>
    );
  }
  return (
    <EmptyState title={NOTHING_MATCHES} action={<EverAnyTime filter={filter} />}>
      <Sentence
        parts={noRowsMatch(
          isLimited(filter) ? windowWords(filter).toLowerCase() : "",
          <Link href="/audit" prefetch={false} className="underline underline-offset-2">
            clear all
          </Link>,
        )}
      />
    </EmptyState>
  );
}

function EverAnyTime({ filter }: { filter: AuditFilter }) {
  if (!isLimited(filter)) return null;
  const { fromMs: _from, toMs: _to, ...rest } = filter;
  return <ButtonLink href={auditHref({ filter: { ...rest, span: "all" } })}>{SEARCH_ALL_TIME}</ButtonLink>;
}

function isLimited({ span, fromMs, toMs }: AuditFilter): boolean {
  return span !== "all" || fromMs !== undefined || toMs !== undefined;
}
