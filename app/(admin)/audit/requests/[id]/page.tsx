import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { audit } from "@/lib/audit";
import { requireUser } from "@/lib/door";
import { shownText } from "@/lib/shown-text";
import { plural } from "@/lib/text/plural";
import { auditHref } from "../../search-params";
import { Waterfall } from "./_components/waterfall";
import { stepsOf } from "./steps";

export const metadata: Metadata = { title: "Request" };

interface RequestPageProps {
  params: Promise<{ id: string }>;
}

const ID = /^[\w-]{1,100}$/;

/** One request from its caller to the provider's answer; for a job, one run for one connection. */
export default async function RequestPage({ params }: RequestPageProps) {
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
          <EmptyState
            title="No rows of this request"
            action={<ButtonLink href="/audit">Audit log</ButtonLink>}
          >
            The id <code className="font-mono text-mono wrap-anywhere">{shownText(id, 100)}</code> may be
            mistyped, or its rows are older than what is kept.
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
        badge={<CopyButton iconOnly value={id} label="Copy request id" />}
        sentence={`${more ? `First ${rows.length} rows` : plural(rows.length, "row")}, ${request.tookMs.toLocaleString("en")} ms in all.`}
        breadcrumb={crumbs}
        actions={<ButtonLink href={allHref}>All rows of this request</ButtonLink>}
      />
      <Waterfall first={first} request={request} />
    </>
  );
}
