import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { SubmitButton } from "@/components/ui/submit-button";
import {
  bulk,
  isOver,
  KEPT_DAYS,
  type OperationView,
  type PartPlace,
  type PartView,
  partStateWords,
} from "@/lib/bulk";
import { can, requireUser } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { companyPath } from "@/lib/text/company-path";
import { isProviderName, providerOf } from "@/lib/token";
import { page } from "../../_page/drawn-page";
import { nothingAtAddress } from "../../_page/nothing-at-address";
import { CopyLink } from "../../audit/_components/copy-link";
import { LiveRefresh } from "../_components/live-refresh";
import { runAgain } from "../actions";
import { countWords, partsWords } from "../operation-words";
import { endedWords, NO_ROWS_HERE, PAST_THE_END, ROWS_GONE, rowsGoAfter, runAgainFor } from "../words";
import { PartsTable } from "./_components/parts-table";
import { Progress } from "./_components/progress";
import { NoOperation } from "./no-operation";
import type { PartRow } from "./part-columns";
import { partsHref, readPartPlace } from "./search-params";

export const metadata: Metadata = { title: "Operation" };

interface OperationPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const ID = /^[\w-]{1,100}$/;

async function OperationPage({ params, searchParams }: OperationPageProps) {
  const user = await requireUser("operations.read");
  const { id } = await params;
  const given = await searchParams;
  const after = readPartPlace(given);
  const [operation, page, notice] = await Promise.all([
    ID.test(id) ? bulk().findOperation(id) : undefined,
    ID.test(id) ? bulk().listParts({ operationId: id, after }) : undefined,
    noticeOf(given),
  ]);
  if (!operation || !page) nothingAtAddress();
  const mayRun = can(user.role, "operations.run");
  const crumbs = [
    { label: "Connections", href: "/connections" },
    { label: "Operations", href: "/operations" },
    { label: operation.words },
  ];
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={crumbs} />}
        title={`${operation.words}: ${partsWords(operation, operation.parts)}`}
        actions={<Actions operation={operation} mayRun={mayRun} isKept={page.parts.length > 0} />}
      />
      <NoticeBanner notice={notice} />
      <LiveRefresh running={!isOver(operation)} ended={endedWords(countWords(operation))} />
      <Progress operation={operation} mayRun={mayRun} mayReadAudit={can(user.role, "audit.read")} />
      <Parts operation={operation} page={page} after={after} />
    </>
  );
}

/** What appears when it has ended stands first, so that the others keep their places. */
function Actions({
  operation,
  mayRun,
  isKept,
}: {
  operation: OperationView;
  mayRun: boolean;
  isKept: boolean;
}) {
  const { id, counts } = operation;
  return (
    <>
      {mayRun && isOver(operation) && counts.failed > 0 && isKept && (
        <form action={runAgain}>
          <input type="hidden" name="operationId" value={id} />
          <SubmitButton>{runAgainFor(counts.failed)}</SubmitButton>
        </form>
      )}
      <CopyLink href={`/operations/${id}`} label="Copy link" />
      <ButtonLink href={`/operations/${id}/csv`} plain>
        Download CSV
      </ButtonLink>
    </>
  );
}

interface PartsProps {
  operation: OperationView;
  page: { parts: PartView[]; next: PartPlace | null };
  after: PartPlace | undefined;
}

function Parts({ operation: { id }, page: { parts, next }, after }: PartsProps) {
  const nowMs = serverNowMs();
  return (
    <PartsTable
      rows={parts.map((part) => rowOf(part, nowMs))}
      empty={<NoParts id={id} isFirst={!after} />}
      footer={
        (next || after) && (
          <PaginationLinks
            newerHref={after ? partsHref(id) : undefined}
            newerLabel="First page"
            olderHref={next ? partsHref(id, next) : undefined}
            olderLabel="Next"
          />
        )
      }
    />
  );
}

function rowOf(part: PartView, nowMs: number): PartRow {
  const { position, name, companyId, connectionType, state, words, finishedAt } = part;
  const provider = connectionType && isProviderName(connectionType) ? connectionType : undefined;
  return {
    position,
    name,
    below: provider ? providerOf(provider).displayName : "",
    href: companyId ? companyPath(companyId, provider && { provider }) : null,
    state,
    stateWord: partStateWords[state],
    words: words ?? "",
    finishedAt,
    nowMs,
  };
}

function NoParts({ id, isFirst }: { id: string; isFirst: boolean }) {
  return isFirst ? (
    <EmptyState title={ROWS_GONE}>{rowsGoAfter(KEPT_DAYS)}</EmptyState>
  ) : (
    <EmptyState title={NO_ROWS_HERE} action={<ButtonLink href={partsHref(id)}>First page</ButtonLink>}>
      {PAST_THE_END}
    </EmptyState>
  );
}

export default page(OperationPage, { notFound: <NoOperation /> });
