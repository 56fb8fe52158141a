import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { SubmitButton } from "@/components/ui/submit-button";
import { bulk, isOver, KEPT_DAYS, type OperationView, type PartPlace, type PartView } from "@/lib/bulk";
import { can, requireUser } from "@/lib/door";
import { type LinkProgress, links } from "@/lib/links";
import { serverNowMs } from "@/lib/server-clock";
import { page } from "../../_page/drawn-page";
import { nothingAtAddress } from "../../_page/nothing-at-address";
import { CopyLink } from "../../audit/_components/copy-link";
import { LiveRefresh } from "../_components/live-refresh";
import { runAgain } from "../actions";
import { countWords, partsWords } from "../operation-words";
import {
  ALL_CAME,
  endedWords,
  NO_ROWS_HERE,
  PAST_THE_END,
  ROWS_GONE,
  rowsGoAfter,
  runAgainFor,
} from "../words";
import { Campaign } from "./_components/campaign";
import { PartsTable } from "./_components/parts-table";
import { Progress } from "./_components/progress";
import { NoOperation } from "./no-operation";
import { rowOf } from "./part-row";
import { partsHref, readPartPlace } from "./search-params";

export const metadata: Metadata = { title: "Operation" };

interface OperationPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Customers come over days: the page of their sending looks less often as that of one that runs. */
const CUSTOMERS_COME_MS = 5_000;
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
  const campaign = operation.kind === "links" ? await bulk().countCampaign(operation.id) : undefined;
  const progress = await links().followLinks(page.parts.flatMap(({ linkId }) => linkId ?? []));
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
      {campaign && (
        <>
          <LiveRefresh
            running={isOver(operation) && campaign.open > 0}
            ended={ALL_CAME}
            everyMs={CUSTOMERS_COME_MS}
          />
          <Campaign id={id} counts={campaign} mayRemind={can(user.role, "links.send")} />
        </>
      )}
      <Parts operation={operation} page={page} progress={progress} after={after} />
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
  progress: ReadonlyMap<string, LinkProgress>;
  after: PartPlace | undefined;
}

function Parts({ operation: { id }, page: { parts, next }, progress, after }: PartsProps) {
  const nowMs = serverNowMs();
  return (
    <PartsTable
      rows={parts.map((part) => rowOf(part, progress.get(part.linkId ?? ""), nowMs))}
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
