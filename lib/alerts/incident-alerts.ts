import type { ProviderIncident, Sql } from "@/lib/db";
import type { ErrorCode, ErrorOwner } from "@/lib/errors";
import { remedyOf, STOOD_MS } from "@/lib/health";
import { incidents, touchedCompanies } from "@/lib/health/views";
import { type AlertPayload, type AlertRow, payloadOf } from "./payload";

/** A provider's outage as an alert tells it. */
export interface Incident
  extends Pick<ProviderIncident, "id" | "connectionType" | "message" | "startedAt" | "endedAt"> {
  cause: ErrorCode;
  owner: ErrorOwner;
  companies: number;
}

/** Open incidents that nobody was told of. One that follows another within minutes belongs to the same alert. */
export function findNewIncidents(sql: Sql, limit: number): Promise<Incident[]> {
  return sql.query<Incident>(
    `SELECT i.id, i."connectionType", i.cause, i.owner, i.message, i."startedAt", i."endedAt",
       (SELECT count(*)::int FROM ${touchedCompanies("t")} WHERE t."incidentId" = i.id) AS companies
     FROM ${incidents("i")}
     WHERE i."endedAt" IS NULL AND NOT EXISTS (
       SELECT 1 FROM "Alert" a
       WHERE a.kind = 'provider_incident' AND a."connectionType" = i."connectionType" AND a."endedAt" IS NULL)
     ORDER BY i.id LIMIT $1`,
    [limit],
  );
}

/** Open alerts about a provider whose last incident has been over for a while. */
export function findEndedIncidents(
  sql: Sql,
  nowMs: number,
  limit: number,
): Promise<(Incident & { alertId: string })[]> {
  return sql.query<Incident & { alertId: string }>(
    `SELECT a.id AS "alertId", i.id, i."connectionType", i.cause, i.owner, i.message, i."endedAt",
       first."startedAt",
       (SELECT count(DISTINCT t."companyId")::int FROM ${touchedCompanies("t")} JOIN ${incidents("p")} ON p.id = t."incidentId"
        WHERE p."connectionType" = a."connectionType" AND p."startedAt" >= first."startedAt") AS companies
     FROM "Alert" a
     JOIN ${incidents("first")} ON first.id = a."subjectId"
     CROSS JOIN LATERAL (
       SELECT l.id, l."connectionType", l.cause, l.owner, l.message, l."endedAt" FROM ${incidents("l")} WHERE l."connectionType" = a."connectionType"
       ORDER BY l."startedAt" DESC, l.id DESC LIMIT 1) i
     WHERE a.kind = 'provider_incident' AND a."endedAt" IS NULL AND i."endedAt" <= $1
     ORDER BY a.id LIMIT $2`,
    [new Date(nowMs - STOOD_MS), limit],
  );
}

export function incidentPayload(
  alert: AlertRow,
  event: "raised" | "recovered",
  incident: Incident,
  { providerName, appUrl }: { providerName: string; appUrl: string },
): AlertPayload {
  const { connectionType, cause, owner, message, companies, startedAt } = incident;
  const touched = companies === 1 ? "One company" : `${companies === 0 ? "Some" : companies} companies`;
  const words =
    event === "raised"
      ? {
          title: `${providerName} has trouble`,
          sentence: `${message} ${touched} may get data late; their connections are kept.`,
          nextStep: remedyOf(cause, owner, providerName),
          owner,
        }
      : {
          title: `${providerName} works again`,
          sentence: `${providerName} has answered without trouble again. ${touched} had been touched; nothing was lost.`,
          nextStep: "",
          owner: null,
        };
  const query = new URLSearchParams({ status: "provider_trouble", provider: connectionType });
  return payloadOf(alert, event, words, {
    url: `${appUrl}/connections?${query}`,
    provider: { id: connectionType, name: providerName },
    company: null,
    organisation: null,
    companies,
    since: startedAt,
    deadline: null,
  });
}
