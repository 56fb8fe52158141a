import { runtime } from "@/lib/runtime";
import { type AuditExport, type ExportRequest, exportAudit as startExport } from "./export/export";
import { findSealStatus, type SealStatus } from "./seal/seal-status";
import { type AttemptCount, countAttempts as attempts, findDeedAt as deedAt } from "./search/attempts";
import type { AuditRow } from "./search/audit-row";
import { beginningOfAudit as beginning, countAudit as count } from "./search/count";
import type { AuditFilter } from "./search/filter";
import {
  nameOf as findName,
  findNamed as findNames,
  type Named,
  type NamedKey,
  resolveNamed as resolve,
} from "./search/names";
import { countNews as news } from "./search/news";
import { findAuditRow as find, listConnectionAudit as list } from "./search/query";
import { type AuditPage, type AuditSearch, searchAudit as search } from "./search/search";
import type { AuditPlace } from "./search/search-sql";

export { EXPORT_MAX_ROWS } from "./export/export";
export { exportFormats } from "./export/export-format";
export type { SealStatus } from "./seal/seal-status";
export type { AuditRow } from "./search/audit-row";
export { COUNT_CAP } from "./search/count";
export {
  type ActorKindName,
  type AuditFilter,
  type AuditKey,
  type AuditSpan,
  actorKindNames,
  auditKeys,
  auditOperations,
  auditOutcomes,
  auditSpans,
  DEFAULT_SPAN,
  operationWords,
  outcomeWords,
  windowOf,
} from "./search/filter";
export { parseFilterText } from "./search/filter-text";
export { auditFilterQuery, givenOf, readAuditFilter } from "./search/filter-url";
export { filterKeys, writeTime } from "./search/filter-value";
export type { Named, NamedKey } from "./search/names";
export { AUDIT_PAGE_SIZE, type AuditPage, type AuditSearch } from "./search/search";
export type { AuditPlace } from "./search/search-sql";

/** The newest audit rows of one company's connection, newest first. */
export function listConnectionAudit(filter: {
  companyId: string;
  connectionType: string;
  limit: number;
}): Promise<AuditRow[]> {
  return list(runtime().database, filter);
}

/** Refreshes and checks of one connection within some time, counted to a cap. */
export function countAttempts(time: {
  companyId: string;
  connectionType: string;
  fromMs: number;
  toMs: number;
}): Promise<AttemptCount> {
  return attempts(runtime().database, time);
}

/** The deed that a change of a connection came with; undefined where none is kept. */
export function findDeedAt(moment: {
  companyId: string;
  connectionType: string;
  atMs: number;
}): Promise<{ operation: string; actorName: string } | undefined> {
  return deedAt(runtime().database, moment);
}

/** One page of the audit log, newest first; see `searchAudit` in `./search/search`. */
export function searchAudit(request: AuditSearch): Promise<AuditPage> {
  const { database, clock } = runtime();
  return search(database, request, clock.nowMs());
}

/** How many rows match, to `COUNT_CAP` and one more; null where only looking at each row would tell. */
export function countAudit(filter: AuditFilter): Promise<number | null> {
  const { database, clock } = runtime();
  return count(database, filter, clock.nowMs());
}

/** How many rows match after a place in the log, to `NEWS_CAP` and one more. */
export function countAuditNews(filter: AuditFilter, since: AuditPlace): Promise<number> {
  return news(runtime().database, filter, since);
}

/** @returns Undefined when no such row is kept. */
export function findAuditRow(id: string): Promise<AuditRow | undefined> {
  return find(runtime().database, id);
}

/** When the oldest row that is kept was written; null of an empty log. */
export function beginningOfAudit(): Promise<Date | null> {
  return beginning(runtime().database);
}

/** Companies or actors whose name contains a text, or whose id it is; eight at most. */
export function findNamed(key: NamedKey, text: string): Promise<Named[]> {
  return findNames(runtime().database, key, text);
}

/** What a person meant by a name or an id, if that is certain; else those it may be. */
export function resolveNamed(key: NamedKey, text: string): Promise<{ found: Named } | { choices: Named[] }> {
  return resolve(runtime().database, key, text);
}

/** The name behind an id; undefined when it has none. */
export function nameOf(key: NamedKey, id: string): Promise<string | undefined> {
  return findName(runtime().database, key, id);
}

/** How far the log is sealed, and what came of verifying it last. */
export function sealStatus(): Promise<SealStatus> {
  const { database, env } = runtime();
  return findSealStatus(database, env.auditSigningKey !== undefined);
}

/** Begins an export; see `exportAudit` in `./export/export`. */
export function exportAudit(request: ExportRequest): Promise<AuditExport> {
  const { database, clock } = runtime();
  return startExport({ database, clock }, request);
}
