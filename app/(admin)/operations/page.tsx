import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { bulk, isOver, type OperationView } from "@/lib/bulk";
import { can, requireUser } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { page } from "../_page/drawn-page";
import { LiveRefresh } from "./_components/live-refresh";
import { OperationsTable } from "./_components/operations-table";
import type { OperationListRow } from "./operation-columns";
import { partsWords, progressWords, scopeWords } from "./operation-words";
import {
  ADMIN_RUNS,
  NO_OPERATION,
  NO_OPERATIONS_HERE,
  OPERATIONS_SENTENCE,
  PAST_THE_END,
  SELECT_THEN_RUN,
} from "./words";

export const metadata: Metadata = { title: "Operations" };

interface OperationsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function OperationsPage({ searchParams }: OperationsPageProps) {
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
        sentence={OPERATIONS_SENTENCE}
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
    <EmptyState title={NO_OPERATION} action={<ButtonLink href="/connections">Connections</ButtonLink>}>
      {mayRun ? SELECT_THEN_RUN : ADMIN_RUNS}
    </EmptyState>
  );
}

function NoneThere() {
  return (
    <EmptyState title={NO_OPERATIONS_HERE} action={<ButtonLink href="/operations">Newest</ButtonLink>}>
      {PAST_THE_END}
    </EmptyState>
  );
}

export default page(OperationsPage);
