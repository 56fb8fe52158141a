import { joinCompany, joinListedCompany } from "@/lib/companies/views";
import type { Connection, Grant, ReadDeps } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { shownName, shownText } from "@/lib/shown-text";
import { deadlineOf, providerOf } from "@/lib/token";
import { SERVED, type TenantIds } from "@/lib/token/views";
import type { Incident } from "../incident/incident";
import { NOTE_COLUMNS, NOTE_JOIN, type NoteRow, type NoteView, noteViewOf } from "../notes/current-note";
import { problemOf } from "../notes/problem";
import { type Verdict, verdictOf } from "../verdict/verdict";

/** A connection as lists and pages show it. Holds nothing secret. */
export interface ConnectionView {
  id: string;
  companyId: string;
  companyName: string;
  connectionType: string;
  providerName: string;
  tenantName: string;
  environment: string;
  /** The newest consent. */
  connectedAt: Date;
  disconnectedAt: Date | null;
  refreshExpiresAt: Date;
  hardExpiresAt: Date | null;
  lastChecked: Date | null;
  lastHealthyAt: Date | null;
  /** When a token of its grant was last handed out, to the hour. */
  lastVendedAt: Date | null;
  /** What its consent granted, separated by spaces. */
  scope: string;
  verdict: Verdict;
  /** What a person put down about its trouble. It changes nothing of the verdict. */
  note: NoteView | null;
}

/** A connection with its organisation's id, which only some screens show. */
export interface ListedConnection extends ConnectionView {
  tenantId: string;
}

/** What connections are read with whose organisations' ids are shown or searched for. */
export interface ConnectionDeps extends ReadDeps {
  tenantIds: TenantIds;
}

export interface ConnectionRow
  extends Pick<
      Connection,
      | "id"
      | "companyId"
      | "connectionType"
      | "environment"
      | "tenantId"
      | "sealedTenantId"
      | "tenantName"
      | "connectedAt"
      | "disconnectedAt"
    >,
    Pick<Grant, "refreshExpiresAt" | "hardExpiresAt" | "lastVendedAt" | "scope">,
    NoteRow {
  companyName: string;
  grantState: "active" | "needs_reconnecting" | "revoked";
  grantStateSince: Date;
  grantError: string | null;
  healthCause: ErrorCode | null;
  healthMessage: string | null;
  healthSince: Date | null;
  lastChecked: Date | null;
  lastHealthyAt: Date | null;
}

export const CONNECTION_COLUMNS = `c.id, c."companyId", o.name AS "companyName", c."connectionType", c.environment,
  c."tenantId", c."tenantHash", c."sealedTenantId", c."tenantName", c."connectedAt", c."disconnectedAt",
  g.state AS "grantState",
  g."stateSince" AS "grantStateSince", g."lastErrorMessage" AS "grantError", g."refreshExpiresAt", g."hardExpiresAt",
  h.cause AS "healthCause", h."errorMessage" AS "healthMessage", h.since AS "healthSince", h."lastChecked",
  h."lastHealthyAt", g."lastVendedAt", g.scope, ${NOTE_COLUMNS}`;

/** All that a status is judged by. */
const STATUS_TABLES = `${SERVED}
  LEFT JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
  ${NOTE_JOIN}`;

export const CONNECTION_TABLES = `${STATUS_TABLES} ${joinCompany('c."companyId"')}`;

/** The same without archived companies. */
export const LISTED_TABLES = `${STATUS_TABLES} ${joinListedCompany('c."companyId"')}`;

/** @param incidents The outages going on, read once for all rows. */
export function viewOf(
  row: ConnectionRow,
  nowMs: number,
  incidents: readonly Incident[] = [],
): ConnectionView {
  const { displayName: providerName, consentedBy } = providerOf(row.connectionType);
  const { healthSince: since, healthCause: cause, lastHealthyAt } = row;
  const message = row.healthMessage && shownText(row.healthMessage);
  const names = { companyName: shownName(row.companyName), tenantName: shownName(row.tenantName) };
  const grantError = row.grantError && shownText(row.grantError);
  const health = since && { cause, message, since, lastHealthyAt };
  const incident = incidents.find(({ connectionType }) => connectionType === row.connectionType);
  const verdict = verdictOf(
    { ...row, ...names, grantError, providerName, consentedBy, health, incident },
    nowMs,
  );
  const grantEnded = row.grantState !== "active" || deadlineOf(row).at.getTime() <= nowMs;
  return {
    id: row.id,
    companyId: row.companyId,
    ...names,
    connectionType: row.connectionType,
    providerName,
    environment: row.environment,
    connectedAt: row.connectedAt,
    disconnectedAt: row.disconnectedAt,
    refreshExpiresAt: row.refreshExpiresAt,
    hardExpiresAt: row.hardExpiresAt,
    lastChecked: row.lastChecked,
    lastHealthyAt,
    lastVendedAt: row.lastVendedAt,
    scope: row.scope,
    verdict,
    note: noteViewOf(row, problemOf(verdict, { grantEnded, healthCause: cause }), nowMs),
  };
}
