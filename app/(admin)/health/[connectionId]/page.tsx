import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { can, currentUser, requireUser } from "@/lib/door";
import type { ConnectionDetail } from "@/lib/health";
import { PrintHeader } from "../../_components/print-header";
import { VerdictBanner } from "../../_components/verdict-banner";
import { loadConnection } from "../../load-connection";
import { ConnectionHistory } from "../_components/connection-history";
import { freshnessWords } from "../freshness-words";

interface ConnectionHealthPageProps {
  params: Promise<{ connectionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ConnectionHealthPageProps): Promise<Metadata> {
  const user = await currentUser();
  if (!user || !can(user.role, "health.read")) return { title: "Health" };
  const { companyName, providerName } = await loadConnection((await params).connectionId);
  return { title: `Health of ${companyName}, ${providerName}` };
}

export default async function ConnectionHealthPage({ params, searchParams }: ConnectionHealthPageProps) {
  const user = await requireUser("health.read");
  const connection = await loadConnection((await params).connectionId);
  const eventId = [(await searchParams).event].flat()[0];
  const { id, companyName, providerName, tenantName, verdict } = connection;
  return (
    <>
      <PrintHeader />
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ label: "Health", href: "/health" }, { label: companyName }]} />}
        title={companyName}
        badge={<StatusBadge status={verdict.status} />}
        sentence={verdict.status === "working" ? verdict.sentence : `${providerName}, ${tenantName}`}
        actions={
          can(user.role, "connections.read") && (
            <span className="print:hidden">
              <ButtonLink href={`/connections/${id}`}>Connection</ButtonLink>
            </span>
          )
        }
      />
      <VerdictBanner verdict={verdict} />
      <ConnectionHistory
        connection={connection}
        path={`/health/${id}`}
        eventId={eventId}
        mayReadAudit={can(user.role, "audit.read")}
        aside={<Deadlines connection={connection} />}
      />
    </>
  );
}

function Deadlines({ connection }: { connection: ConnectionDetail }) {
  const { verdict, refreshExpiresAt, hardExpiresAt, issuedAt, providerName } = connection;
  const { words, at } = freshnessWords(connection);
  const counts = verdict.deadline !== null;
  const ended = "Means nothing while the connection is down.";
  return (
    <Card title="Deadlines and freshness">
      <DescriptionList
        facts={[
          {
            term: "Data last read",
            description: at ? <RelativeTime at={at} /> : "Never",
            hint: words,
          },
          {
            term: "Ends if unused",
            description: <Time at={refreshExpiresAt} />,
            hint: counts ? (
              <>
                Moves on with every refresh; the last was <Time at={issuedAt} />.
              </>
            ) : (
              ended
            ),
          },
          {
            term: "Ends for good",
            description: hardExpiresAt ? <Time at={hardExpiresAt} /> : "Never by itself",
            hint: hardExpiresAt
              ? counts
                ? "Nothing moves this: a new consent is due by then."
                : ended
              : `${providerName} sets no final date.`,
          },
        ]}
      />
    </Card>
  );
}
