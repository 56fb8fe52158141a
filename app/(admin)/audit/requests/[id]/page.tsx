import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Sentence } from "@/components/ui/sentence";
import { audit } from "@/lib/audit";
import { requireUser } from "@/lib/door";
import { shownText } from "@/lib/shown-text";
import { page } from "../../../_page/drawn-page";
import { auditHref } from "../../search-params";
import {
  ALL_ROWS_OF_REQUEST,
  COPY_REQUEST_ID,
  NO_ROWS_OF_REQUEST,
  requestNotFound,
  requestWords,
} from "../../words";
import { Waterfall } from "./_components/waterfall";
import { stepsOf } from "./steps";

export const metadata: Metadata = { title: "Request" };

interface RequestPageProps {
  params: Promise<{ id: string }>;
}

const ID = /^[\w-]{1,100}$/;

/** One request from its caller to the provider's answer; for a job, one run for one connection. */
async function RequestPage({ params }: RequestPageProps) {
  await requireUser("audit.read");
  const { id } = await params;
  const { rows, more } = ID.test(id) ? await audit().findRequest(id) : { rows: [], more: false };
  const crumbs = <Breadcrumb items={[{ label: "Audit log", href: "/audit" }, { label: "Request" }]} />;
  const [first] = rows;
  if (!first) {
    return (
      <>
        <PageHeader title="Request" breadcrumb={crumbs} />
        <div className="rounded-lg border border-border bg-surface">
          <EmptyState title={NO_ROWS_OF_REQUEST} action={<ButtonLink href="/audit">Audit log</ButtonLink>}>
            <Sentence
              parts={requestNotFound(
                <code className="font-mono text-mono wrap-anywhere">{shownText(id, 100)}</code>,
              )}
            />
          </EmptyState>
        </div>
      </>
    );
  }
  const request = stepsOf(rows);
  const allHref = auditHref({ filter: { span: "all", request: id } });
  return (
    <>
      <PageHeader
        title={
          <>
            Request <code className="font-mono font-medium">{id}</code>
          </>
        }
        badge={<CopyButton iconOnly value={id} label={COPY_REQUEST_ID} />}
        sentence={requestWords(rows.length, more, request.tookMs)}
        breadcrumb={crumbs}
        actions={<ButtonLink href={allHref}>{ALL_ROWS_OF_REQUEST}</ButtonLink>}
      />
      <Waterfall first={first} request={request} />
    </>
  );
}

export default page(RequestPage);
