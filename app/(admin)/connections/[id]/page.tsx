import type { Metadata } from "next";
import Link from "next/link";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Banner } from "@/components/ui/banner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { audit } from "@/lib/audit";
import { can, currentUser, requireUser } from "@/lib/door";
import type { ConnectionDetail } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { VerdictBanner } from "../../_components/verdict-banner";
import { auditHref } from "../../audit/search-params";
import { ConnectionHistory } from "../../health/_components/connection-history";
import { loadConnection } from "../../load-connection";
import { AuditTable } from "./_components/audit-table";
import { ConnectionActions, MainRemedy } from "./_components/connection-actions";
import { IdentityFacts, LifeFacts } from "./_components/connection-facts";
import { MoveOrganisation } from "./_components/move-organisation";
import { auditLineOf } from "./audit-line";

const AUDIT_ROWS = 50;
/** How long after a consent its success is still news. */
const NEWS_MS = 10 * 60_000;

interface ConnectionPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ConnectionPageProps): Promise<Metadata> {
  const user = await currentUser();
  if (!user || !can(user.role, "connections.read")) return { title: "Connection" };
  const { companyName, providerName } = await loadConnection((await params).id);
  return { title: `${companyName}, ${providerName}` };
}

export default async function ConnectionPage({ params, searchParams }: ConnectionPageProps) {
  const user = await requireUser("connections.read");
  const given = await searchParams;
  const connection = await loadConnection((await params).id);
  const { companyId, connectionType, companyName, providerName, tenantName, verdict } = connection;
  const [rows, notice] = await Promise.all([
    audit().listConnectionAudit({ companyId, connectionType, limit: AUDIT_ROWS }),
    noticeOf(given),
  ]);
  const allRows = auditHref({ filter: { span: "all", company: companyId, provider: connectionType } });
  const nowMs = serverNowMs();
  const mayAct = can(user.role, "connections.reconnect");
  const remedy = mayAct && <MainRemedy connection={connection} />;
  // The notice of a disconnect says all that its banners would.
  const isDisconnectTold = notice?.tone === "disconnected" && verdict.status === "disconnected";
  const isNews = given.connected === "1" && nowMs - connection.connectedAt.getTime() < NEWS_MS;
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb items={[{ label: "Connections", href: "/connections" }, { label: companyName }]} />
        }
        title={companyName}
        // On a line of its own where the buttons may stand below: their place must not hang on the badge's width.
        badge={
          <span className="max-xl:basis-full">
            <StatusBadge status={verdict.status} />
          </span>
        }
        sentence={`${providerName}, ${tenantName}`}
        actions={
          <>
            <ButtonLink href={`/health/${connection.id}`}>Health</ButtonLink>
            {mayAct && <ConnectionActions connection={connection} />}
          </>
        }
      />
      <NoticeBanner notice={notice} action={isDisconnectTold && remedy} />
      {isNews && verdict.status === "working" && (
        <Banner tone="working" title={`${companyName} is connected to ${tenantName}`} className="mb-6">
          {providerName} answered with the new consent. Nothing more is to be done.
        </Banner>
      )}
      {!isDisconnectTold && <VerdictBanner verdict={verdict} action={remedy} />}
      {connection.untoldProvider && !isDisconnectTold && (
        <UntoldProvider connection={connection} left={connection.untoldProvider} />
      )}
      <div className="grid gap-6 lg:grid-cols-2">
        <Card title="Connection">
          <IdentityFacts connection={connection} mayRename={can(user.role, "connections.connect")} />
        </Card>
        <div className="flex min-w-0 flex-col gap-6">
          <Card title="Deadlines and checks">
            <LifeFacts connection={connection} nowMs={nowMs} />
          </Card>
          {connection.alsoServes.length > 0 && <AlsoServes connection={connection} />}
        </div>
      </div>
      <div className="mt-6">
        <ConnectionHistory
          connection={connection}
          path={`/connections/${connection.id}`}
          eventId={[given.event].flat()[0]}
          mayReadAudit={can(user.role, "audit.read")}
        />
      </div>
      {mayAct && verdict.status !== "disconnected" && (
        <MoveOrganisation {...{ id: connection.id, companyName, tenantName, providerName }} />
      )}
      <section aria-labelledby="audit-heading" className="mt-8">
        <h2 id="audit-heading" className="text-lg font-semibold">
          What happened
        </h2>
        <p className="mt-0.5 mb-3 text-muted">
          The newest {AUDIT_ROWS} audit rows of this company at {providerName}, newest first.{" "}
          {can(user.role, "audit.read") && (
            <Link href={allRows} prefetch={false} className="underline underline-offset-2">
              All of them in the audit log
            </Link>
          )}
        </p>
        <AuditTable
          lines={rows.map(auditLineOf)}
          logHref={can(user.role, "audit.read") ? allRows : undefined}
        />
      </section>
    </>
  );
}

/** Here the disconnect has taken effect; the provider must still hear of it, or can't be told. */
function UntoldProvider({
  connection: { providerName },
  left: { tenantName, lastError, nextAttemptAt },
}: {
  connection: ConnectionDetail;
  left: NonNullable<ConnectionDetail["untoldProvider"]>;
}) {
  if (!nextAttemptAt) {
    return (
      <Banner
        tone="provider"
        title={`${providerName} could not be told of the end of ${tenantName}`}
        className="mb-6"
      >
        {lastError} Nothing is read from {tenantName} any more. We do not tell {providerName} again:
        disconnect Countersign there by hand.
      </Banner>
    );
  }
  return (
    <Banner
      tone="provider"
      title={`${providerName} has not confirmed the end of ${tenantName} yet`}
      className="mb-6"
    >
      {lastError ?? "It is being told right now."} Nothing is read from {tenantName} any more. We tell{" "}
      {providerName} again at <Time at={nextAttemptAt} />.
    </Banner>
  );
}

function AlsoServes({ connection: { alsoServes, providerName } }: { connection: ConnectionDetail }) {
  return (
    <Card
      title="Also serves"
      sentence={`One person's consent at ${providerName} reaches several organisations. When it ends, it ends for all of these.`}
    >
      <ul className="flex flex-col gap-1">
        {alsoServes.map(({ connectionId, companyName, tenantName }) => (
          <li key={connectionId}>
            <Link
              href={`/connections/${connectionId}`}
              prefetch={false}
              className="inline-block min-h-6 rounded-sm font-medium underline underline-offset-2"
            >
              {companyName}
            </Link>{" "}
            <span className="text-muted">({tenantName})</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
