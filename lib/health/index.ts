import { runtime } from "@/lib/runtime";
import { DAY_MS } from "@/lib/time/durations";
import { tokenService } from "@/lib/token";
import {
  type ConnectionDetail,
  findConnection as find,
  findConnectionOf as findOf,
} from "./connections/connection-detail";
import type { ConnectionView } from "./connections/connection-row";
import { countCompanies as countByCompany } from "./connections/count-companies";
import type { Cursor } from "./connections/keyset-page";
import {
  type ConnectionPage,
  type ConnectionQuery,
  countByStatus as count,
  listConnections as list,
} from "./connections/list-connections";
import {
  type ConnectionHealth,
  type HealthPage,
  listHealth as listPasts,
  withHistory,
} from "./connections/list-health";
import {
  type Calendar,
  type CalendarSpan,
  countEnding as countEnds,
  reconnectCalendar as readCalendar,
} from "./history/calendar";
import { findLastTrouble as lastTrouble, type Trouble } from "./history/last-trouble";
import { exportMonthEnd as exportMonth, type MonthEndExport } from "./history/month-end-export";
import { type OnDatePage, connectionsOnDate as onDate } from "./history/on-date";
import { readTimeline, type Timeline } from "./history/timeline";
import type { Incident } from "./incident/incident";
import {
  countIncidents as countSince,
  currentIncidents as current,
  findIncident as findOne,
  type IncidentDetail,
  type IncidentPage,
  listIncidents as listAll,
  incidentsOf as ofCompany,
  type TouchedOutage,
} from "./incident/read";
import { type CheckRequest, type CheckResult, checkConnection as check } from "./observe/check";
import { explain as explainTrouble } from "./verdict/explain";
import type { Explanation, Traces } from "./verdict/explanation";
import type { StatusName } from "./verdict/verdict";

export type { ConnectionDetail } from "./connections/connection-detail";
export type { ConnectionView } from "./connections/connection-row";
export type { Cursor, Place } from "./connections/keyset-page";
export {
  type ConnectionPage,
  type ConnectionQuery,
  type SortColumn,
  sortColumns,
} from "./connections/list-connections";
export type { ConnectionHealth, HealthPage } from "./connections/list-health";
export {
  type Calendar,
  type CalendarDay,
  type CalendarSpan,
  calendarSpans,
  RENEWED_WITHIN_DAYS,
} from "./history/calendar";
export type { Day } from "./history/days";
export type { PastStatus } from "./history/history";
export { type BlameByOwner, errorOwners } from "./history/interruptions";
export type { Trouble } from "./history/last-trouble";
export { recentMonths } from "./history/month-end";
export type { ConnectionOnDate, OnDatePage } from "./history/on-date";
export { onDateAnswer } from "./history/on-date-answer";
export type { Timeline, TimelineEvent } from "./history/timeline";
export type { Incident } from "./incident/incident";
export type { IncidentDetail, IncidentPage, TouchedCompany, TouchedOutage } from "./incident/read";
export type { CheckResult } from "./observe/check";
export { causeWords } from "./verdict/cause-words";
export { daysUntil, inDays } from "./verdict/days-until";
export type { Deed, Explanation, Traces } from "./verdict/explanation";
export { type Freshness, freshnessOf } from "./verdict/freshness";
export { pastStatusWords } from "./verdict/status-words";
export { attemptWords } from "./verdict/ticket-text";
export { type Deadline, type StatusName, statusNames, type Verdict } from "./verdict/verdict";

export function listConnections(query: ConnectionQuery): Promise<ConnectionPage> {
  const { database, clock } = runtime();
  return list(database, query, clock.nowMs());
}

export function countByStatus(): Promise<Record<StatusName, number>> {
  const { database, clock } = runtime();
  return count(database, clock.nowMs());
}

/** @returns Undefined when there is no such connection. */
export function findConnection(id: string): Promise<ConnectionDetail | undefined> {
  const { database, clock } = runtime();
  return find(database, id, clock.nowMs());
}

/** @returns The id of a company's connection to a provider, live or not; undefined when there never was one. */
export function findConnectionOf(companyId: string, connectionType: string): Promise<string | undefined> {
  return findOf(runtime().database, companyId, connectionType);
}

/** @throws {NoConnectionError} There is nothing to check. */
export function checkConnection(request: CheckRequest): Promise<CheckResult> {
  const { database, clock } = runtime();
  return check({ database, clock, tokenService }, request);
}

/** One page of connections with their last 90 days. */
export function listHealth(query: ConnectionQuery): Promise<HealthPage> {
  const { database, clock } = runtime();
  return listPasts(database, query, clock.nowMs());
}

/** The last 90 days of one connection. */
export async function healthOf(view: ConnectionView): Promise<ConnectionHealth> {
  const { database, clock } = runtime();
  const [health] = await withHistory(database, [view], clock.nowMs());
  if (!health) throw new Error(`Connection "${view.id}" has no history of its own`);
  return health;
}

/** How many companies have each status; each is as its worst live connection is. */
export function countCompanies(): Promise<Record<StatusName, number>> {
  const { database, clock } = runtime();
  return countByCompany(database, clock.nowMs());
}

/** What every connection was on a UTC day that has begun; see `connectionsOnDate` in `./history/on-date`. */
export function connectionsOnDate(request: {
  startMs: number;
  cursor?: Cursor | undefined;
}): Promise<OnDatePage> {
  const { database, clock } = runtime();
  return onDate(database, request, clock.nowMs());
}

/** The days on which connections end unless somebody acts. */
export function reconnectCalendar(days: CalendarSpan): Promise<Calendar> {
  const { database, clock } = runtime();
  return readCalendar(database, days, clock.nowMs());
}

/** How many connections end within a span unless somebody acts. */
export function countEnding(days: CalendarSpan): Promise<number> {
  const { database, clock } = runtime();
  return countEnds(database, days, clock.nowMs());
}

/** A connection's changes, newest first. @param from The id of the event to begin with. */
export function timelineOf(view: ConnectionView, from: string | undefined): Promise<Timeline> {
  const { database, clock } = runtime();
  return readTimeline(database, view, from, clock.nowMs());
}

/** The newest interruption of a connection; undefined where there never was one. */
export function findLastTrouble(view: ConnectionView): Promise<Trouble | undefined> {
  const { database, clock } = runtime();
  return lastTrouble(database, view, clock.nowMs());
}

/** Why a connection broke, or last broke. */
export function explain(connection: ConnectionDetail, trouble: Trouble, traces: Traces): Explanation {
  return explainTrouble(connection, trouble, traces, runtime().clock.nowMs());
}

/** Begins a month's file; see `exportMonthEnd` in `./history/month-end-export`. */
export function exportMonthEnd(month: string, stillAllowed: () => Promise<void>): Promise<MonthEndExport> {
  const { database, clock } = runtime();
  return exportMonth({ database, clock }, month, stillAllowed);
}

/** The outages of providers that are going on; one a provider at most. */
export function currentIncidents(): Promise<Incident[]> {
  return current(runtime().database);
}

/** How many outages of providers there were in the last so many days, the running ones included. */
export function countIncidents(days: number): Promise<number> {
  const { database, clock } = runtime();
  return countSince(database, clock.nowMs() - days * DAY_MS);
}

/**
 * Outages of providers, newest first.
 *
 * @param after The id of the last one of the page before.
 */
export function listIncidents(after?: string): Promise<IncidentPage> {
  return listAll(runtime().database, after);
}

/** The newest outages that touched a company, and how it fared. */
export function incidentsOf(companyId: string): Promise<TouchedOutage[]> {
  return ofCompany(runtime().database, companyId);
}

/**
 * An outage with those it touched, a page at a time.
 *
 * @param after The company whose row ended the page before.
 * @returns Undefined when there is no such incident.
 */
export function findIncident(id: string, after?: string): Promise<IncidentDetail | undefined> {
  return findOne(runtime().database, id, after);
}
