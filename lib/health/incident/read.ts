import { companyPlaceSql, joinCompany } from "@/lib/companies/views";
import type { ReadDeps } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import { DAY_MS } from "@/lib/time/durations";
import { connections } from "@/lib/token/views";
import { INCIDENT_COLUMNS, INCIDENT_TABLES, type Incident, type IncidentRow, incidentOf } from "./incident";

/** One a provider. */
const MOST_OPEN = 20;
const MOST_OF_COMPANY = 20;
const PAGE_SIZE = 50;

/** A company that an incident touched. */
export interface TouchedCompany {
  companyId: string;
  companyName: string;
  /** Null when it is no longer connected to this provider. */
  connectionId: string | null;
  affectedAt: Date;
  recoveredAt: Date | null;
}

/** An incident as it went for one of the companies it touched. */
export type TouchedOutage = Incident & TouchedCompany;

/** An incident with a page of those it touched, by name. */
export interface IncidentDetail extends Incident {
  touched: TouchedCompany[];
  /** Where the next page begins; null on the last. */
  next: string | null;
}

/** Incidents by their beginning, newest first. */
export interface IncidentPage {
  incidents: Incident[];
  next: string | null;
}

/** What is going on right now. */
export async function currentIncidents({ database }: Pick<ReadDeps, "database">): Promise<Incident[]> {
  const rows = await database.query<IncidentRow>(
    `SELECT ${INCIDENT_COLUMNS} FROM ${INCIDENT_TABLES} WHERE i."endedAt" IS NULL
     ORDER BY i."startedAt", i.id LIMIT ${MOST_OPEN}`,
  );
  return rows.map(incidentOf);
}

/** How many incidents began, went on or ended in the last so many days. */
export async function countIncidents({ database, clock }: ReadDeps, days: number): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "ProviderIncident" WHERE "endedAt" IS NULL OR "endedAt" >= $1`,
    [new Date(clock.nowMs() - days * DAY_MS)],
  );
  return row?.count ?? 0;
}

/** @param after The id of the last incident of the page before. */
export async function listIncidents(
  { database }: Pick<ReadDeps, "database">,
  after?: string,
): Promise<IncidentPage> {
  const rows = await database.query<IncidentRow>(
    `SELECT ${INCIDENT_COLUMNS} FROM ${INCIDENT_TABLES}
     WHERE $1::text IS NULL OR (i."startedAt", i.id) < (SELECT a."startedAt", a.id FROM "ProviderIncident" a WHERE a.id = $1)
     ORDER BY i."startedAt" DESC, i.id DESC LIMIT ${PAGE_SIZE + 1}`,
    [after ?? null],
  );
  const incidents = rows.slice(0, PAGE_SIZE).map(incidentOf);
  return { incidents, next: rows.length > PAGE_SIZE ? (incidents.at(-1)?.id ?? null) : null };
}

/** The newest incidents that touched a company. */
export async function incidentsOf(
  { database }: Pick<ReadDeps, "database">,
  companyId: string,
): Promise<TouchedOutage[]> {
  const rows = await database.query<IncidentRow & TouchedCompany>(
    `SELECT ${INCIDENT_COLUMNS}, own."companyId", own."affectedAt", own."recoveredAt", o.name AS "companyName",
       c.id AS "connectionId"
     FROM "IncidentCompany" own ${joinCompany('own."companyId"')}
     JOIN ${INCIDENT_TABLES} ON true
     LEFT JOIN ${connections("c")} ON c."companyId" = own."companyId" AND c."connectionType" = i."connectionType"
       AND c."disconnectedAt" IS NULL
     WHERE own."companyId" = $1 AND i.id = own."incidentId"
     ORDER BY own."affectedAt" DESC, i.id DESC LIMIT ${MOST_OF_COMPANY}`,
    [companyId],
  );
  return rows.map((row) => ({ ...row, ...incidentOf(row), companyName: shownName(row.companyName) }));
}

/**
 * An incident with those it touched, a page at a time.
 *
 * @param after The company whose row ended the page before.
 * @returns Undefined when there is no such incident.
 */
export async function findIncident(
  { database }: Pick<ReadDeps, "database">,
  id: string,
  after?: string,
): Promise<IncidentDetail | undefined> {
  const [row] = await database.query<IncidentRow>(
    `SELECT ${INCIDENT_COLUMNS} FROM ${INCIDENT_TABLES} WHERE i.id = $1`,
    [id],
  );
  if (!row) return undefined;
  const touched = await database.query<TouchedCompany>(
    `SELECT t."companyId", o.name AS "companyName", c.id AS "connectionId", t."affectedAt", t."recoveredAt"
     FROM "IncidentCompany" t ${joinCompany('t."companyId"')}
     LEFT JOIN ${connections("c")} ON c."companyId" = t."companyId" AND c."connectionType" = $2 AND c."disconnectedAt" IS NULL
     WHERE t."incidentId" = $1
       AND ($3::text IS NULL OR (o.name, o.id) > ${companyPlaceSql("$3")})
     ORDER BY o.name, o.id LIMIT ${PAGE_SIZE + 1}`,
    [id, row.connectionType, after ?? null],
  );
  const shown = touched
    .slice(0, PAGE_SIZE)
    .map((company) => ({ ...company, companyName: shownName(company.companyName) }));
  const next = touched.length > PAGE_SIZE ? (shown.at(-1)?.companyId ?? null) : null;
  return { ...incidentOf(row), touched: shown, next };
}
