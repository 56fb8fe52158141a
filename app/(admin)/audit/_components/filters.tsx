import ChevronDown from "lucide-react/icons/chevron-down";
import { Button, buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import {
  type ActorKindName,
  type AuditFilter,
  type AuditSpan,
  actorKindNames,
  auditFilterQuery,
  auditKeys,
  auditOperations,
  auditOutcomes,
  auditSpans,
  DEFAULT_SPAN,
  excludedBy,
  operationWords,
  outcomeWords,
} from "@/lib/audit";
import { providerNames, providerOf } from "@/lib/token";
import { BY_WORDS, spanWords } from "../filter-words";
import type { TypedFilter } from "../typed-filter";
import { METHODS, STATUSES } from "../value-words";
import { FROM_AND_TO } from "../words";
import { FilterBar } from "./filter-bar";
import { FilterForm } from "./filter-form";

const FILTER_BAR_ID = "audit-filter";
/** What the bar is described by while something in it isn't understood. */
export const FILTER_PROBLEM_ID = "audit-filter-problem";

/** Those behind "More". */
const FURTHER = ["by", "operation", "status", "method", "endpoint", "request", "ref", "from", "to"] as const;
/** Those that have no control and stay as they are. */
const KEPT = ["company", "actor", "generation", "id"] as const;

interface FiltersProps {
  filter: AuditFilter;
  typed: TypedFilter;
  /** The view that stays open while its filters change. */
  view: string | undefined;
}

export function Filters({ filter, typed, view }: FiltersProps) {
  const query = auditFilterQuery(filter);
  const value = (name: string) => query.get(name) ?? "";
  const isDated = query.has("from") || query.has("to");
  const spans: SelectOption[] = withOwn(auditSpans, filter.span).map((span) => ({
    // A day may be typed beside what is as by default: that one is not sent.
    value: !isDated && span === DEFAULT_SPAN ? "" : span,
    label: spanWords(span as AuditSpan),
  }));
  const values = {
    q: typed.text,
    since: isDated || filter.span === DEFAULT_SPAN ? "" : filter.span,
    ...Object.fromEntries(["provider", "outcome", ...FURTHER].map((name) => [name, value(name)])),
  };
  const select = "min-w-0 flex-1 basis-36 text-sm sm:max-w-40 sm:basis-24";
  return (
    <FilterForm values={values}>
      <div className="relative flex flex-wrap gap-2">
        <FilterBar
          id={FILTER_BAR_ID}
          text={typed.text}
          problemId={typed.problems.length > 0 ? FILTER_PROBLEM_ID : undefined}
          filterQuery={query.toString()}
        />
        <Select
          name="since"
          label={<span className="sr-only">Time</span>}
          defaultValue={values.since}
          options={isDated ? [{ value: "", label: FROM_AND_TO }, ...spans] : spans}
          className={BARE + select}
        />
        <Select
          name="outcome"
          label={<span className="sr-only">Outcome</span>}
          defaultValue={value("outcome")}
          options={options(
            auditOutcomes,
            (each) => outcomeWords[each as keyof typeof outcomeWords],
            "Any outcome",
          )}
          className={BARE + select}
        />
        <Select
          name="provider"
          label={<span className="sr-only">Provider</span>}
          defaultValue={value("provider")}
          options={options(providerNames, (name) => providerOf(name).displayName, "Any provider")}
          className={BARE + select}
        />
        <Further value={value} />
        <Button type="submit">Apply</Button>
      </div>
      {KEPT.map((key) => (
        <input key={key} type="hidden" name={key} value={value(key)} />
      ))}
      {view && <input type="hidden" name="view" value={view} />}
      {auditKeys.flatMap((key) =>
        excludedBy(filter, key).map((each) => (
          <input key={`${key}:${each}`} type="hidden" name={`-${key}`} value={each} />
        )),
      )}
    </FilterForm>
  );
}

/** Labels stand in the controls' first choice. */
const BARE = "[&>div:has(>label)]:m-0 ";

/** What is filtered by less often, over the rows: opening it moves nothing. */
function Further({ value }: { value: (name: string) => string }) {
  const set = FURTHER.filter((key) => value(key) !== "").length;
  const field = "min-w-0 text-sm";
  return (
    <details className="group max-sm:flex-1">
      <summary className={buttonClass({}, "w-full text-sm")}>
        More
        <span className="sr-only"> filters</span>
        {set > 0 && (
          <span className="rounded-full bg-accent px-1.5 text-xs text-accent-ink">
            {set}
            <span className="sr-only"> set</span>
          </span>
        )}
        <ChevronDown aria-hidden className="transition-transform group-open:rotate-180" />
      </summary>
      <div className="absolute top-full right-0 z-20 mt-1 grid w-[34rem] max-w-full grid-cols-1 gap-3 rounded-lg border border-border bg-surface p-4 shadow-overlay sm:grid-cols-2">
        <Select
          name="by"
          label="By"
          defaultValue={value("by")}
          options={options(actorKindNames, (each) => BY_WORDS[each as ActorKindName], "Anyone")}
          className={field}
        />
        <Select
          name="operation"
          label="What"
          defaultValue={value("operation")}
          options={options(auditOperations, operationWords, "Anything")}
          className={field}
        />
        <Select
          name="status"
          label="Status"
          defaultValue={value("status")}
          options={options(withOwn(STATUSES, value("status")), (each) => each, "Any")}
          className={field}
        />
        <Select
          name="method"
          label="Method"
          defaultValue={value("method")}
          options={options(withOwn(METHODS, value("method")), (each) => each, "Any")}
          className={field}
        />
        <Field name="endpoint" label="Endpoint" defaultValue={value("endpoint")} className={field} />
        <Field name="request" label="Request id" defaultValue={value("request")} className={field} />
        <Field name="ref" label="Provider's reference" defaultValue={value("ref")} className={field} />
        <span className="max-sm:hidden" />
        <Field
          name="from"
          label="From (UTC)"
          placeholder="2026-03-03"
          defaultValue={value("from")}
          className={field}
        />
        <Field
          name="to"
          label="To (UTC)"
          placeholder="2026-03-04"
          defaultValue={value("to")}
          className={field}
        />
      </div>
    </details>
  );
}

function options(list: readonly string[], label: (each: string) => string, all: string): SelectOption[] {
  return [{ value: "", label: all }, ...list.map((each) => ({ value: each, label: label(each) }))];
}

/** A value that came by the address stays one of the choices. */
function withOwn(list: readonly string[], own: string): readonly string[] {
  return own === "" || list.includes(own) ? list : [...list, own];
}
