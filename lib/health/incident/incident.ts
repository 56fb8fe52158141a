import type { ProviderIncident } from "@/lib/db";
import type { ErrorCode, ErrorOwner } from "@/lib/errors";
import { shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";

/** An outage of a provider, as people see it. Holds nothing secret. */
export interface Incident
  extends Pick<
    ProviderIncident,
    "id" | "connectionType" | "message" | "providerRef" | "startedAt" | "lastFailureAt" | "endedAt"
  > {
  providerName: string;
  cause: ErrorCode;
  owner: ErrorOwner;
  /** How many companies it touched, and how many of them have been seen to work again. */
  companies: number;
  recovered: number;
}

export type IncidentRow = Omit<Incident, "providerName">;

/** Expects i = "ProviderIncident". */
export const INCIDENT_COLUMNS = `i.id, i."connectionType", i.cause, i.owner, i.message, i."providerRef", i."startedAt",
  i."lastFailureAt", i."endedAt", t.companies, t.recovered`;

export const INCIDENT_TABLES = `"ProviderIncident" i
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS companies, count("recoveredAt")::int AS recovered
    FROM "IncidentCompany" WHERE "incidentId" = i.id) t`;

export function incidentOf(row: IncidentRow): Incident {
  const providerName = providerOf(row.connectionType).displayName;
  return { ...row, message: shownText(row.message), providerName };
}
