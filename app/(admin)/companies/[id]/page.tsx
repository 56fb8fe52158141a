import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { StatusBadge } from "@/components/ui/status-badge";
import { audit } from "@/lib/audit";
import { can, requireUser } from "@/lib/door";
import { type ConnectionDetail, health, type StatusName, statusNames } from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { companyPath } from "@/lib/text/company-path";
import { tokenService } from "@/lib/token";
import { AuditRows } from "../_components/audit-rows";
import { CompanyFrame } from "../_components/company-frame";
import { MainRemedy } from "../_components/connection-actions";
import { ConnectionStatus } from "../_components/connection-status";
import { NotConnected } from "../_components/not-connected";
import { companyTitle } from "../company-title";
import { type CompanyPageProps, loadCompany, providerFirst } from "../load-company";
import { newestAuditRows } from "../words";

const AUDIT_ROWS = 10;
/** How long after a consent its success is still news. */
const NEWS_MS = 10 * 60_000;

export function generateMetadata({ params }: CompanyPageProps): Promise<Metadata> {
  return companyTitle(params);
}

/** A company as it is now: both providers' connections, and what happened last. */
export default async function CompanyStatusPage({ params, searchParams }: CompanyPageProps) {
  const user = await requireUser("companies.read");
  const company = await loadCompany(params);
  const given = await searchParams;
  const mayReadAudit = can(user.role, "audit.read");
  const [connections, rows, notice] = await Promise.all([
    health().connectionsOfCompany(company.id),
    mayReadAudit ? newestRows(company.id) : [],
    noticeOf(given),
  ]);
  const nowMs = serverNowMs();
  const mayAct = can(user.role, "connections.reconnect") && !company.archivedAt;
  const mayConnect = can(user.role, "connections.connect") && !company.archivedAt;
  const maySend = can(user.role, "links.send") && !company.archivedAt;
  const provider = [given.provider].flat()[0];
  const known = connections.map(({ connectionType }) => connectionType);
  const others = tokenService.configuredProviders().filter((provider) => !known.includes(provider));
  const isDisconnectTold = notice?.tone === "disconnected";
  const told = isDisconnectTold ? connections.find(isDown) : undefined;
  const worst = worstOf(connections);
  return (
    <CompanyFrame
      company={company}
      role={user.role}
      badge={
        worst && (
          // On a line of its own where it might push what is below as it grows.
          <span className="max-xl:basis-full">
            <StatusBadge status={worst} />
          </span>
        )
      }
      notice={notice}
      noticeAction={told && mayAct && connections.length === 1 && <MainRemedy connection={told} />}
    >
      <div className="flex flex-col gap-6">
        {providerFirst(connections, provider).map((connection) => (
          <ConnectionStatus
            key={connection.id}
            connection={connection}
            mayAct={mayAct}
            maySend={maySend}
            mayNote={can(user.role, "problems.note")}
            nowMs={nowMs}
            isNews={
              given.connected === "1" &&
              provider === connection.connectionType &&
              nowMs - connection.connectedAt.getTime() < NEWS_MS
            }
            isDisconnectTold={isDisconnectTold && connections.length === 1}
          />
        ))}
        {others.map((provider) => (
          <NotConnected key={provider} companyId={company.id} {...{ provider, mayConnect, maySend }} />
        ))}
        {mayReadAudit && (
          <Card
            title="What happened"
            actions={
              <ButtonLink href={companyPath(company.id, { tab: "audit" })} size="sm">
                All
              </ButtonLink>
            }
            flush
          >
            <AuditRows
              companyId={company.id}
              caption={newestAuditRows(AUDIT_ROWS, company.name)}
              rows={rows}
            />
          </Card>
        )}
      </div>
    </CompanyFrame>
  );
}

async function newestRows(companyId: string) {
  const filter = { span: "all", company: companyId } as const;
  const { rows } = await audit().searchAudit({ filter, limit: AUDIT_ROWS });
  return rows;
}

const isDown = ({ verdict }: ConnectionDetail) => verdict.status === "disconnected";

/** A company is as its worst live connection; without one it is disconnected, if it ever had one. */
function worstOf(connections: readonly ConnectionDetail[]): StatusName | undefined {
  const statuses = connections.map(({ verdict }) => verdict.status);
  return statusNames.find((status) => statuses.includes(status));
}
