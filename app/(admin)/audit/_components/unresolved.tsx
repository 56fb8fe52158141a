import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { filterNames } from "../filter-names";
import { type AuditListParams, auditHref } from "../search-params";
import { isResolved, type TypedFilter } from "../typed-filter";
import { viewsOf } from "../views-of";
import {
  CHANGE_NAMED,
  CHOOSE_ONE,
  CLEAR_TYPED,
  FILTER_UNCLEAR,
  NO_EXPORT_YET,
  NOT_A_FILTER,
  NOT_UNDERSTOOD,
} from "../words";
import { AuditHeader } from "./audit-header";
import { Choices } from "./choices";
import { FilterChips } from "./filter-chips";
import { FILTER_PROBLEM_ID, Filters } from "./filters";

interface UnresolvedProps {
  params: AuditListParams;
  typed: TypedFilter;
}

/** The page while a filter isn't understood: rows of fewer filters would pass for those that were asked for. */
export async function Unresolved({ params, typed }: UnresolvedProps) {
  const { filter, problems, view } = params;
  const names = await filterNames(filter);
  return (
    <>
      <AuditHeader sentence={FILTER_UNCLEAR} views={viewsOf(params, isResolved(typed))}>
        {["CSV", "JSONL"].map((format) => (
          <Button key={format} disabled title={NO_EXPORT_YET}>
            Export {format}
          </Button>
        ))}
      </AuditHeader>
      <Filters filter={filter} typed={typed} view={view} />
      <div className="my-2 flex min-h-8 flex-wrap items-center">
        <FilterChips filter={filter} names={names} view={view} />
      </div>
      {/* A choice would lead to rows without what the address asks for beside it. */}
      {problems.length === 0 && <Choices typed={typed} />}
      {problems.length > 0 && (
        <Banner tone="expiring" title={NOT_A_FILTER} className="mt-3">
          <p>{problems.join(" ")}</p>
        </Banner>
      )}
      <div className="mt-3 rounded-lg border border-border bg-surface">
        <EmptyState
          title={NOT_UNDERSTOOD}
          action={<ButtonLink href={auditHref({ filter })}>{CLEAR_TYPED}</ButtonLink>}
        >
          {typed.problems.length > 0 ? (
            <span id={FILTER_PROBLEM_ID} className="font-medium text-reconnect">
              {typed.problems.join(" ")}
            </span>
          ) : isResolved(typed) ? (
            CHANGE_NAMED
          ) : (
            CHOOSE_ONE
          )}
        </EmptyState>
      </div>
    </>
  );
}
