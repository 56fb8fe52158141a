import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { audit } from "@/lib/audit";
import { type AuditListParams, auditHref } from "../search-params";
import { isResolved, type TypedFilter } from "../typed-filter";
import { Choices } from "./choices";
import { FilterChips } from "./filter-chips";
import { Filters } from "./filters";
import { SealLine } from "./seal-line";

interface UnresolvedProps {
  params: AuditListParams;
  typed: TypedFilter;
}

/** The page while a filter isn't understood: rows of fewer filters would pass for those that were asked for. */
export async function Unresolved({ params: { filter, problems }, typed }: UnresolvedProps) {
  const [company, actor] = await Promise.all([
    filter.company && audit().nameOf("company", filter.company),
    filter.actor && audit().nameOf("actor", filter.actor),
  ]);
  return (
    <>
      <PageHeader
        title="Audit log"
        sentence="The filter isn't understood yet, so no row is shown."
        badge={<SealLine />}
        actions={["CSV", "JSONL"].map((format) => (
          <Button key={format} disabled title="Nothing can be exported until the filter is understood">
            Export {format}
          </Button>
        ))}
      />
      <Filters filter={filter} typed={typed} />
      <Choices typed={typed} />
      {problems.length > 0 && (
        <Banner tone="expiring" title="This address asks for what no filter can be" className="mt-3">
          <p>{problems.join(" ")}</p>
        </Banner>
      )}
      <FilterChips filter={filter} names={{ company: company || undefined, actor: actor || undefined }} />
      <div className="mt-4 rounded-lg border border-border bg-surface">
        <EmptyState
          title="No rows until the filter is understood"
          action={<ButtonLink href={auditHref({ filter })}>Go on without it</ButtonLink>}
        >
          {isResolved(typed) || typed.problems.length > 0
            ? "Change what is named above, or leave it out."
            : "Choose above which one you mean, or leave it out."}
        </EmptyState>
      </div>
    </>
  );
}
