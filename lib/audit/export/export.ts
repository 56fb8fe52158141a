import type { Clock } from "@/lib/clock";
import { joinCompany } from "@/lib/companies/views";
import type { Database } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { joinPerson } from "@/lib/people/views";
import { exportRecorder, type RecordExport } from "../record/export-recorder";
import { SEALED_COLUMNS } from "../seal/canonical";
import { findHead } from "../seal/seal-header";
import { type AuditFilter, matchedKeys, windowOf } from "../search/filter";
import { auditFilterQuery } from "../search/filter-url";
import { chooseRoute } from "../search/search";
import {
  type AuditPlace,
  Bindings,
  indexRangesSql,
  matchSql,
  orderSql,
  type SearchRange,
} from "../search/search-sql";
import { cancellableQuery } from "./cancellable-query";
import { type ExportFormat, type ExportHead, type ExportRow, exportWriters } from "./export-format";

interface ExportDeps {
  database: Database;
  clock: Clock;
}

export interface ExportRequest {
  filter: AuditFilter;
  format: ExportFormat;
  /** Aborted when nobody wants the rest any more: the query under way ends, and the log says how far it came. */
  signal: AbortSignal;
  /** Asked before each batch; throws once the reader has lost the right, and the export ends there. */
  stillAllowed: () => Promise<void>;
  /** Rows at most; more are announced in the last line. */
  maxRows?: number;
}

export interface AuditExport {
  contentType: string;
  fileName: string;
  /** Whether `maxRows` cuts it short; undefined when that could not be told at once. */
  truncated: boolean | undefined;
  /** The file, newest row first, a batch at a time: who reads slowly holds back the reading of the database. */
  body: AsyncGenerator<string>;
}

export const EXPORT_MAX_ROWS = 1_000_000;
const BATCH_ROWS = 2_000;
const PROBE_MS = 300;

/**
 * Begins an export of the rows a filter means. Its beginning and its end are rows of the log themselves.
 *
 * @throws {Error} When its beginning can't be recorded: then nothing is exported.
 */
export async function exportAudit(deps: ExportDeps, request: ExportRequest): Promise<AuditExport> {
  const { database, clock } = deps;
  const { filter, format, signal, stillAllowed, maxRows = EXPORT_MAX_ROWS } = request;
  const startedMs = clock.nowMs();
  const record = exportRecorder(deps, { operation: "audit.export", path: `/audit/export/${format}` });
  const query = auditFilterQuery(filter).toString();
  const sealNumber = (await findHead(database))?.number ?? 0;
  await record("success", `Began: ${query || "every filter at its default"}.`);
  const page = await pager(database, filter, { ...windowOf(filter, startedMs), towards: "older" });
  const truncated = await isCutShort(page, signal, maxRows);
  const head = { startedAt: new Date(startedMs).toISOString(), filter: query, sealNumber, maxRows };
  return {
    contentType: exportWriters[format].contentType,
    fileName: `audit-${head.startedAt.slice(0, 19).replaceAll(":", "")}Z.${format}`,
    truncated,
    body: write({ page, format, head, signal, stillAllowed, maxRows, record }),
  };
}

type Page = (
  start: AuditPlace | undefined,
  limit: number,
  signal: AbortSignal,
  skip?: number,
) => Promise<ExportRow[]>;

async function* write(job: {
  page: Page;
  format: ExportFormat;
  head: ExportHead;
  signal: AbortSignal;
  stillAllowed: () => Promise<void>;
  maxRows: number;
  record: RecordExport;
}): AsyncGenerator<string> {
  const writer = exportWriters[job.format];
  let rows = 0;
  let ended: [outcome: "success" | "failure", message: string] = ["failure", "The reader went away"];
  try {
    yield writer.head(job.head);
    let truncated = false;
    for (let start: AuditPlace | undefined; ; ) {
      await job.stillAllowed();
      const batch = await job.page(start, Math.min(BATCH_ROWS, job.maxRows - rows) + 1, job.signal);
      const wanted = batch.slice(0, Math.min(BATCH_ROWS, job.maxRows - rows));
      rows += wanted.length;
      if (wanted.length > 0) yield writer.rows(wanted);
      const last = wanted.at(-1);
      truncated = rows === job.maxRows && batch.length > wanted.length;
      if (!last || truncated || batch.length === wanted.length) break;
      start = { atMs: Date.parse(last.timestamp), id: last.id };
    }
    ended = ["success", truncated ? "Ended, cut short" : "Ended"];
    await job.record(ended[0], `${ended[1]}: ${rows} rows.`);
    yield writer.end({ rows, truncated });
  } catch (error) {
    if (isCode(error, "not_signed_in", "not_allowed")) ended = ["failure", "The reader lost the right to it"];
    else if (!job.signal.aborted) ended = ["failure", error instanceof Error ? error.message : "unknown"];
    throw error;
  } finally {
    if (ended[0] === "failure") await job.record("failure", `${ended[1]} after ${rows} rows.`);
  }
}

async function pager(database: Database, filter: AuditFilter, range: SearchRange): Promise<Page> {
  const route = await chooseRoute(database, filter, range);
  if (!route) return async () => [];
  return (start, limit, signal, skip = 0) => {
    const bindings = new Bindings();
    const matches = matchSql(filter, matchedKeys, bindings);
    const indexRanges = indexRangesSql(route, { ...range, start }, { matches }, bindings);
    const order = orderSql("older");
    const share = `OFFSET ${bindings.bind(skip)} LIMIT ${bindings.bind(limit)}`;
    const text = `SELECT ${SEALED_COLUMNS}, u.name AS "actorName", o.name AS "companyName" FROM
        (SELECT id, "timestamp" FROM (${indexRanges}) ranges WHERE matches ORDER BY ${order} ${share}) page
      JOIN "AuditLog" a ON a.id = page.id
      ${joinPerson('a."userId"')} LEFT ${joinCompany('a."companyId"')}
      ORDER BY page."timestamp" DESC, page.id DESC`;
    return cancellableQuery<ExportRow>(database, { text, values: bindings.values }, signal);
  };
}

/** Looks for a row beyond the last one, but not for long: the reader waits for the first byte. */
async function isCutShort(page: Page, signal: AbortSignal, maxRows: number): Promise<boolean | undefined> {
  const patience = AbortSignal.timeout(PROBE_MS);
  try {
    return (await page(undefined, 1, AbortSignal.any([signal, patience]), maxRows)).length > 0;
  } catch (error) {
    if (patience.aborted && !signal.aborted) return undefined;
    throw error;
  }
}
