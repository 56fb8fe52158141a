import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { bindVerbs, processPart } from "@/lib/process";
import { exportAudit } from "./export/export";
import { readFigures } from "./figures/read-figures";
import { rollUpFigures } from "./figures/roll-up";
import { findSealStatus } from "./seal/seal-status";
import { countAttempts, findOperationAt } from "./search/attempts";
import { beginningOfAudit, countAudit } from "./search/count";
import { findMeanings } from "./search/lookup/meanings";
import { findRequest } from "./search/lookup/request";
import { countValues } from "./search/lookup/value-counts";
import { findNamed, namesOf, resolveNamed } from "./search/names";
import { countNews } from "./search/news";
import { findAuditRow } from "./search/query";
import { searchAudit } from "./search/search";

export { EXPORT_MAX_ROWS } from "./export/export";
export { type ExportFormat, exportFormats } from "./export/export-format";
export type { Figure } from "./figures/read-figures";
export { auditOperations, operationWords } from "./record/operation-words";
export type { AuditRow } from "./search/audit-row";
export { COUNT_CAP } from "./search/count";
export {
  type ActorKindName,
  type AuditFilter,
  type AuditKey,
  actorKindNames,
  auditKeys,
  auditOutcomes,
  excludedBy,
  outcomeWords,
  windowOf,
} from "./search/filter";
export { filterToken, type ParsedText, parseFilterText } from "./search/filter-text";
export { auditFilterQuery, givenOf, readAuditFilter } from "./search/filter-url";
export { type FilterKey, filterKeys, writeTime } from "./search/filter-value";
export { certainOf, filterFor, MEANING_COUNT_CAP, type Meaning } from "./search/lookup/meanings";
export type { NamedKey } from "./search/names";
export { AUDIT_PAGE_SIZE, type AuditPage } from "./search/search";
export type { AuditPlace } from "./search/search-sql";
export { type AuditSpan, auditSpans, DEFAULT_SPAN, spanText } from "./search/terms/span";

interface AuditDeps {
  database: Database;
  clock: Clock;
  /** Whether this process has a key to seal with. */
  seals: boolean;
}

/** What is on record, searched and exported. What writes it is `./record`, and what proves it `./seal`. */
export const createAudit = (deps: AuditDeps) =>
  bindVerbs(deps, {
    beginningOfAudit,
    countAttempts,
    countAudit,
    countNews,
    countValues,
    exportAudit,
    findAuditRow,
    findMeanings,
    findOperationAt,
    findRequest,
    findNamed,
    findSealStatus,
    namesOf,
    readFigures,
    resolveNamed,
    rollUpFigures,
    searchAudit,
  });

export type Audit = ReturnType<typeof createAudit>;
export const { get: audit, install: installAudit } = processPart<Audit>("audit");
