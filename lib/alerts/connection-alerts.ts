import type { Sql } from "@/lib/db";
import {
  CONNECTION_COLUMNS,
  CONNECTION_TABLES,
  type ConnectionRow,
  type ConnectionView,
  STOOD_MS,
  snoozedSql,
  statusNames,
  statusRankSql,
  viewOf,
} from "@/lib/health";
import { joinLink } from "@/lib/links/views";
import { joinPerson } from "@/lib/people/views";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { type AlertKind, type AlertPayload, type AlertRow, payloadOf } from "./payload";

type ConnectionKind = Extract<AlertKind, "needs_reconnecting" | "expiring_soon">;

/** How a problem ended: by a consent, by a disconnect, by itself, or because a worse one took its place. */
type Ending = "consent" | "disconnected" | "stood" | "superseded";

const rank = (name: (typeof statusNames)[number]) => statusNames.indexOf(name);

/** Connections in a status that people are told of, and no alert about it is open. What is snoozed waits until then. */
export async function findNewProblems(
  sql: Sql,
  nowMs: number,
  limit: number,
): Promise<{ kind: ConnectionKind; view: ConnectionView }[]> {
  const rows = await sql.query<ConnectionRow & { kind: ConnectionKind }>(
    `SELECT * FROM (
       SELECT s.*, CASE s.rank WHEN ${rank("needs_reconnecting")} THEN 'needs_reconnecting'
         WHEN ${rank("expiring_soon")} THEN 'expiring_soon' END AS kind
       FROM (SELECT ${CONNECTION_COLUMNS}, ${statusRankSql("$1")} AS rank FROM ${CONNECTION_TABLES}
             WHERE c."disconnectedAt" IS NULL AND NOT ${snoozedSql("$1")}) s
     ) p
     WHERE p.kind IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM "Alert" a WHERE a.kind = p.kind AND a."subjectId" = p.id AND a."endedAt" IS NULL)
     ORDER BY p.id LIMIT $2`,
    [new Date(nowMs), limit],
  );
  return rows.map(({ kind, ...row }) => ({ kind, view: viewOf(row as ConnectionRow, nowMs) }));
}

export interface EndedProblem {
  alertId: string;
  ending: Ending;
  /** Who gave the consent that the connection lives by. */
  consentBy: string;
  view: ConnectionView;
}

/**
 * Open alerts whose problem is over. A connection in a provider's trouble is neither well nor as it was: its alert
 * stays open until that passed.
 */
export async function findEndedProblems(sql: Sql, nowMs: number, limit: number): Promise<EndedProblem[]> {
  const rows = await sql.query<ConnectionRow & Omit<EndedProblem, "view">>(
    `SELECT * FROM (
       SELECT s.*, CASE
         WHEN s.rank = ${rank("disconnected")} THEN 'disconnected'
         WHEN s.kind = 'expiring_soon' AND s.rank = ${rank("needs_reconnecting")} THEN 'superseded'
         WHEN NOT (s.rank = ${rank("working")}
                   OR (s.kind = 'needs_reconnecting' AND s.rank = ${rank("expiring_soon")})) THEN NULL
         WHEN s."connectedAt" > s."raisedAt" THEN 'consent'
         WHEN s.kind = 'needs_reconnecting' AND s."grantStateSince" > s."raisedAt" THEN 'consent'
         WHEN COALESCE(s."healthSince", s."connectedAt") <= $2 THEN 'stood' END AS ending
       FROM (SELECT a.id AS "alertId", a.kind, a."raisedAt", COALESCE(u.name, link.called, c."connectedBy") AS "consentBy",
               ${CONNECTION_COLUMNS}, ${statusRankSql("$1")} AS rank
             FROM "Alert" a JOIN (${CONNECTION_TABLES}) ON c.id = a."subjectId"
               ${joinPerson('c."connectedBy"')} ${joinLink('c."connectedBy"')}
             WHERE a."endedAt" IS NULL AND a.kind IN ('needs_reconnecting', 'expiring_soon')) s
     ) e WHERE e.ending IS NOT NULL ORDER BY e."raisedAt", e."alertId" LIMIT $3`,
    [new Date(nowMs), new Date(nowMs - STOOD_MS), limit],
  );
  return rows.map(({ alertId, ending, consentBy, ...row }) => ({
    alertId,
    ending,
    consentBy,
    view: viewOf(row as ConnectionRow, nowMs),
  }));
}

const TROUBLE: Record<ConnectionKind, string> = {
  needs_reconnecting: "needs reconnecting",
  expiring_soon: "expires soon",
};

/** Words are the verdict's, as on every screen. */
export function raisedPayload(alert: AlertRow, view: ConnectionView, appUrl: string): AlertPayload {
  const { sentence, nextStep, owner } = view.verdict;
  const title = `${view.companyName} ${TROUBLE[alert.kind as ConnectionKind]} (${view.providerName})`;
  return payloadOf(alert, "raised", { title, sentence, nextStep, owner }, circumstancesOf(view, appUrl));
}

export function recoveredPayload(
  alert: AlertRow,
  { ending, consentBy, view }: EndedProblem,
  appUrl: string,
): AlertPayload {
  const { sentence, nextStep, owner } = view.verdict;
  const operation = ending === "disconnected" ? "was disconnected" : "works again";
  const title = `${view.companyName} ${operation} (${view.providerName})`;
  const how = HOW[ending](consentBy);
  const words = { title, sentence: how ? `${how} ${sentence}` : sentence, nextStep, owner };
  return payloadOf(alert, "recovered", words, circumstancesOf(view, appUrl));
}

const HOW: Record<Ending, (consentBy: string) => string> = {
  consent: (by) => `A new consent ended the problem (${shownName(by)}).`,
  disconnected: () => "",
  stood: () => "The problem ended without a new consent.",
  superseded: () => "",
};

function circumstancesOf(view: ConnectionView, appUrl: string) {
  const { companyId, companyName, connectionType, providerName, tenantName, verdict } = view;
  return {
    url: `${appUrl}${companyPath(companyId, { provider: connectionType })}`,
    provider: { id: connectionType, name: providerName },
    company: { id: companyId, name: companyName },
    organisation: tenantName,
    companies: null,
    since: verdict.since,
    deadline: verdict.deadline?.at ?? null,
  };
}
