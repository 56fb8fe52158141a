import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { bindVerbs, processPart } from "@/lib/process";
import type { TokenService } from "@/lib/token";
import type { TenantIds } from "@/lib/token/views";
import { connectionsOfCompany, findConnection, findConnectionOf } from "./connections/connection-detail";
import { countCompanies } from "./connections/count-companies";
import { countDrift } from "./connections/count-drift";
import { countStale } from "./connections/count-stale";
import { exportConnections } from "./connections/export-connections";
import { findMatching } from "./connections/find-matching";
import { countByStatus, listConnections } from "./connections/list-connections";
import { healthOf, listHealth } from "./connections/list-health";
import { findNearLimits } from "./connections/near-limits";
import { requireKnown } from "./connections/require-known";
import { countEnding, reconnectCalendar } from "./history/calendar";
import { readDailyStatuses, recordDailyStatuses } from "./history/daily-status";
import { findLastTrouble } from "./history/last-trouble";
import { healthAt } from "./history/moment";
import { readMonthBooks, signOffMonth } from "./history/month/month-books";
import { exportMonthEnd } from "./history/month/month-end-export";
import { connectionsOnDate } from "./history/on-date";
import { readTimeline } from "./history/timeline";
import { evaluateIncidents } from "./incident/evaluate";
import { countIncidents, currentIncidents, findIncident, incidentsOf, listIncidents } from "./incident/read";
import { endProblemNotes } from "./notes/end-notes";
import { endNote, noteProblem } from "./notes/note-problem";
import { notesOf } from "./notes/notes-of";
import { checkConnection } from "./observe/check";
import { checkIfDue, findDueChecks, findUnproven } from "./observe/due-checks";
import { recordExpiries } from "./observe/expiries";
import { readiness } from "./observe/readiness";

export type { Deadline } from "@/lib/token";
export type { ConnectionDetail } from "./connections/connection-detail";
export {
  CONNECTION_COLUMNS,
  CONNECTION_TABLES,
  type ConnectionRow,
  type ConnectionView,
  type ListedConnection,
  viewOf,
} from "./connections/connection-row";
export type { Stale } from "./connections/count-stale";
export type { MatchedConnection } from "./connections/find-matching";
export { type Cursor, PAGE_SIZE, type Place } from "./connections/keyset-page";
export { type SortColumn, sortColumns } from "./connections/list-connections";
export type { ConnectionHealth, HealthPage } from "./connections/list-health";
export type { ConnectionFilter } from "./connections/match-connections";
export { type DriftFilter, type DriftKind, driftKinds } from "./connections/scope-drift-sql";
export {
  type Calendar,
  type CalendarDay,
  type CalendarSpan,
  calendarSpans,
  RENEWED_WITHIN_DAYS,
} from "./history/calendar";
export type { DailyStatus } from "./history/daily-status";
export { type Day, windowOfDays } from "./history/days";
export { type PastStatus, pastStatuses as pastStatusNames, type Segment } from "./history/history";
export { type BlameByOwner, errorOwners } from "./history/interruptions";
export type { Trouble } from "./history/last-trouble";
export { isAsSigned, MONTH_LINES, type MonthBookLine, type MonthBooks } from "./history/month/month-books";
export { recentMonths } from "./history/month/month-end";
export type { ConnectionOnDate, OnDatePage } from "./history/on-date";
export { onDateAnswer } from "./history/on-date-answer";
export type { Timeline, TimelineEvent } from "./history/timeline";
export type { Incident } from "./incident/incident";
export type { IncidentDetail, TouchedCompany, TouchedOutage } from "./incident/read";
export { type NoteView, snoozedSql } from "./notes/current-note";
export { STOOD_MS } from "./notes/end-notes";
export { MAX_SNOOZE_DAYS } from "./notes/note-problem";
export type { PastNote } from "./notes/notes-of";
export type { DueCheck } from "./observe/due-checks";
export { causeWords } from "./verdict/cause-words";
export { daysUntil, inDays } from "./verdict/days-until";
export { explain } from "./verdict/explain";
export type { Explanation, Operation } from "./verdict/explanation";
export { type Freshness, freshnessOf } from "./verdict/freshness";
export { statusRankSql } from "./verdict/status-sql";
export { pastStatusWords } from "./verdict/status-words";
export { attemptWords } from "./verdict/ticket-text";
export { remedyOf, type StatusName, statusNames, type Verdict } from "./verdict/verdict";

interface HealthDeps {
  database: Database;
  clock: Clock;
  /** How old a read may be that finance trusts. */
  trustedReadHours: number;
  tokenService: Pick<TokenService, "probe" | "requireKnownKeys" | "wantedScopes">;
  tenantIds: TenantIds;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

/** What is wrong, since when, and who acts. */
export const createHealth = (deps: HealthDeps) =>
  bindVerbs(deps, {
    checkConnection,
    checkIfDue,
    connectionsOfCompany,
    connectionsOnDate,
    countByStatus,
    countCompanies,
    countDrift,
    countEnding,
    countIncidents,
    countStale,
    currentIncidents,
    endNote,
    endProblemNotes,
    evaluateIncidents,
    exportConnections,
    exportMonthEnd,
    findConnection,
    findConnectionOf,
    findDueChecks,
    findIncident,
    findLastTrouble,
    findMatching,
    findNearLimits,
    findUnproven,
    healthAt,
    healthOf,
    incidentsOf,
    listConnections,
    listHealth,
    listIncidents,
    noteProblem,
    notesOf,
    readDailyStatuses,
    readMonthBooks,
    readiness,
    readTimeline,
    reconnectCalendar,
    recordDailyStatuses,
    recordExpiries,
    requireKnown,
    signOffMonth,
  });

export type Health = ReturnType<typeof createHealth>;
export const { get: health, install: installHealth } = processPart<Health>("health");
