import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { bulk, type OperationView } from "@/lib/bulk";
import { can, requireUser } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { LiveRefresh } from "./_components/live-refresh";
import { OperationsTable } from "./_components/operations-table";
import type { OperationListRow } from "./operation-columns";
import { isOver, partsWords, progressWords, scopeWords } from "./operation-words";

export const metadata: Metadata = { title: "Operations" };

interface OperationsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OperationsPage({ searchParams }: OperationsPageProps) {
  const user = await requireUser("operations.read");
  const after = placeOf((await searchParams).after);
  const { operations, next } = await bulk().listOperations({ after });
  const nowMs = serverNowMs();
  const crumbs = [{ label: "Connections", href: "/connections" }, { label: "Operations" }];
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={crumbs} />}
        title="Operations"
        sentence="Checks and tags of many connections at once, newest first."
      />
      <LiveRefresh running={operations.some((operation) => !isOver(operation))} />
      <OperationsTable
        rows={operations.map((operation) => rowOf(operation, nowMs))}
        empty={after ? <NoneThere /> : <NoneYet mayRun={can(user.role, "operations.run")} />}
        footer={
          (next || after) && (
            <PaginationLinks
              newerHref={after ? "/operations" : undefined}
              newerLabel="Newest"
              olderHref={next ? `/operations?after=${encodeURIComponent(next)}` : undefined}
            />
          )
        }
      />
    </>
  );
}

function rowOf(operation: OperationView, nowMs: number): OperationListRow {
  const { id, words, parts, state, counts, starterName, createdAt } = operation;
  return {
    id,
    title: `${words}: ${partsWords(operation, parts)}`,
    below: scopeWords(operation),
    state,
    failed: counts.failed,
    progress: progressWords(operation),
    starterName,
    createdAt,
    nowMs,
  };
}

function placeOf(value: string | string[] | undefined): string | undefined {
  const [id = ""] = [value ?? ""].flat();
  return /^[\w-]{1,100}$/.test(id) ? id : undefined;
}

function NoneYet({ mayRun }: { mayRun: boolean }) {
  return (
    <EmptyState title="No operation yet" action={<ButtonLink href="/connections">Connections</ButtonLink>}>
      {mayRun
        ? "Select connections in their list, then check or tag them together."
        : "An admin checks or tags many connections together; it appears here."}
    </EmptyState>
  );
}

function NoneThere() {
  return (
    <EmptyState title="No operations there" action={<ButtonLink href="/operations">Newest</ButtonLink>}>
      This address leads past the end of the list.
    </EmptyState>
  );
}
