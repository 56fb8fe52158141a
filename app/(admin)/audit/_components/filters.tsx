import ChevronDown from "lucide-react/icons/chevron-down";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import {
  type ActorKindName,
  type AuditFilter,
  actorKindNames,
  auditFilterQuery,
  auditOperations,
  auditOutcomes,
  auditSpans,
  filterKeys,
  operationWords,
  outcomeWords,
} from "@/lib/audit";
import { providerNames, providerOf } from "@/lib/token";
import { BY_WORDS, SPAN_WORDS } from "../filter-words";
import type { TypedFilter } from "../typed-filter";
import { FilterBar } from "./filter-bar";
import { FilterForm } from "./filter-form";

const METHODS = ["GET", "POST", "PUT", "DELETE", "CALL", "EVENT"];
const STATUSES = ["2xx", "3xx", "4xx", "5xx"];
/** Those behind "More filters". */
const FURTHER = ["by", "operation", "status", "method", "endpoint", "request", "from", "to"] as const;

/** What the filter bar offers before anything is looked up. */
const WORDS = [
  ...filterKeys.map((key) => `${key}:`),
  ...auditOutcomes.map((outcome) => `outcome:${outcome}`),
  ...actorKindNames.map((by) => `by:${by}`),
  ...auditSpans.map((span) => `since:${span}`),
  ...providerNames.map((provider) => `provider:${provider}`),
  ...STATUSES.map((status) => `status:${status}`),
  ...METHODS.map((method) => `method:${method}`),
  ...auditOperations.map((operation) => `operation:${operation}`),
];

export function Filters({ filter, typed }: { filter: AuditFilter; typed: TypedFilter }) {
  const query = auditFilterQuery(filter);
  const value = (name: string) => query.get(name) ?? "";
  const set = FURTHER.filter((key) => query.has(key)).length;
  const isDated = query.has("from") || query.has("to");
  const spans: SelectOption[] = auditSpans.map((span) => ({ value: span, label: SPAN_WORDS[span] }));
  const values = {
    since: isDated ? "" : filter.span,
    ...Object.fromEntries(
      ["company", "actor", "id", "provider", "outcome", ...FURTHER].map((name) => [name, value(name)]),
    ),
  };
  const words = (list: readonly string[], label: (each: string) => string, all: string) => [
    { value: "", label: all },
    ...list.map((each) => ({ value: each, label: label(each) })),
  ];
  const select = "min-w-0 flex-1 basis-36 text-sm sm:max-w-44";
  const field = "min-w-0 flex-1 basis-44 text-sm sm:max-w-60";
  return (
    <FilterForm values={values}>
      <div className="flex flex-wrap items-end gap-3">
        <FilterBar text={typed.text} words={WORDS} error={typed.problems.join(" ") || undefined} />
        <Select
          name="since"
          label="Time"
          defaultValue={values.since}
          options={isDated ? [{ value: "", label: "From and to" }, ...spans] : spans}
          className={select}
        />
        <Select
          name="outcome"
          label="Outcome"
          defaultValue={value("outcome")}
          options={words(auditOutcomes, (each) => outcomeWords[each as keyof typeof outcomeWords], "Any")}
          className={select}
        />
        <Select
          name="provider"
          label="Provider"
          defaultValue={value("provider")}
          options={words(providerNames, (name) => providerOf(name).displayName, "Any")}
          className={select}
        />
        <Button type="submit">Apply</Button>
      </div>
      <input type="hidden" name="company" defaultValue={value("company")} />
      <input type="hidden" name="actor" defaultValue={value("actor")} />
      <input type="hidden" name="id" defaultValue={value("id")} />
      <details className="group mt-2" open={set > 0}>
        <summary className="inline-flex min-h-8 items-center gap-1 rounded-sm pr-2 text-sm text-muted hover:text-text">
          <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
          More filters
          {set > 0 && <span className="font-medium text-text">({set})</span>}
        </summary>
        <div className="mt-2 mb-1 flex flex-wrap items-end gap-3">
          <Select
            name="by"
            label="By"
            defaultValue={value("by")}
            options={words(actorKindNames, (each) => BY_WORDS[each as ActorKindName], "Anybody")}
            className={field}
          />
          <Select
            name="operation"
            label="What"
            defaultValue={value("operation")}
            options={words(auditOperations, operationWords, "Anything")}
            className={field}
          />
          <Select
            name="status"
            label="Status"
            defaultValue={value("status")}
            options={words(withOwn(STATUSES, value("status")), (each) => each, "Any")}
            className={field}
          />
          <Select
            name="method"
            label="Method"
            defaultValue={value("method")}
            options={words(withOwn(METHODS, value("method")), (each) => each, "Any")}
            className={field}
          />
          <Field name="endpoint" label="Endpoint" defaultValue={value("endpoint")} className={field} />
          <Field name="request" label="Request id" defaultValue={value("request")} className={field} />
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
    </FilterForm>
  );
}

/** A value that came by the address stays one of the choices. */
function withOwn(list: readonly string[], own: string): readonly string[] {
  return own === "" || list.includes(own) ? list : [...list, own];
}
