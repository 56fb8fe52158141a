import { createHash } from "node:crypto";
import { recordAudit } from "@/lib/audit/record";
import { readTag } from "@/lib/companies";
import { type BulkOperation, newId, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor, requestContext } from "@/lib/request-context";
import { plural } from "@/lib/text/plural";
import { type BulkDeps, type BulkKind, isOfCompanies } from "./deps";
import { inWords } from "./operation-words";
import {
  companiesOf,
  type LookUp,
  nothingLeft,
  resolveSelection,
  type Selected,
  type Selection,
} from "./selection";

/** Beginning does nothing to a connection. */
type StartDeps = Pick<BulkDeps, "database" | "clock"> & LookUp;

export interface OperationRequest {
  kind: BulkKind;
  /** The tag to add or to remove. */
  tag?: string | undefined;
  selection: Selection;
  /**
   * How many connections were shown to the person who said yes to them; a filter begins nothing without it, nor when it
   * matches more or fewer now.
   */
  expected?: number | undefined;
  starterName: string;
  /** The operation whose failed parts these are. */
  againOf?: string | undefined;
}

/** The same request so soon after the first is a double click, however quickly that one ended. */
const SAME_WITHIN_MS = 5_000;
const GONE = "It left the list: its company was archived, merged or removed.";

interface Part {
  connectionId: string | null;
  companyId: string;
  connectionType: string | null;
  name: string;
  isGone?: boolean;
}

/**
 * Begins an operation; whichever process runs jobs takes up its parts. The same request of the same person begins
 * nothing while the first one runs, or a moment later.
 *
 * @returns The operation's id.
 * @throws {CountersignError} `invalid_input`: nothing or too much is selected, not as much as was shown, or no tag.
 * `not_found`: none of the ids is a connection's.
 */
export async function startOperation(deps: StartDeps, request: OperationRequest): Promise<string> {
  const { kind, selection, expected, starterName, againOf } = request;
  const tag = isOfCompanies(kind) ? readTag(request.tag ?? "") : null;
  if ("filter" in selection && expected === undefined) throw uncounted();
  const selected = await resolveSelection(deps, selection, { wasKnown: againOf !== undefined });
  const count = selected.connections.length;
  if ("filter" in selection && expected !== count) throw changedSince(expected ?? 0, count);
  const parts = partsOf(kind, selected);
  if (parts.length === 0) throw nothingLeft();
  const filter = "filter" in selection ? selection.query : null;
  const digest = createHash("sha256")
    .update(JSON.stringify([kind, tag, filter, againOf, parts]))
    .digest();
  const atMs = deps.clock.nowMs();
  const startedBy = currentActor().id;
  return deps.database.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('bulk ' || $1))`, [startedBy]);
    const same = await findSame(tx, { startedBy, digest, atMs });
    if (same) return same;
    const id = newId(atMs);
    const { requestId } = requestContext();
    await tx.query(
      `INSERT INTO "BulkOperation" (id, kind, tag, filter, "againOf", digest, "startedBy", "starterName", "requestId",
         parts, "createdAt") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
      [
        id,
        kind,
        tag,
        filter,
        againOf,
        digest,
        startedBy,
        starterName,
        requestId,
        parts.length,
        new Date(atMs),
      ],
    );
    await insertParts(tx, id, parts, atMs);
    await recordAudit(tx, {
      operation: "bulk.start",
      outcome: "success",
      via: ["POST", `/operations/${id}`],
      responseStatus: 202,
      errorMessage: `${inWords({ kind, tag })}: ${scopeWords(filter, parts.length, kind)}.`,
      atMs,
    });
    return id;
  });
}

function partsOf(kind: BulkKind, { connections, missing }: Selected): Part[] {
  if (isOfCompanies(kind)) {
    return companiesOf(connections).map(({ id, name }) => ({
      connectionId: null,
      companyId: id,
      connectionType: null,
      name,
    }));
  }
  const there = connections.map(({ id, companyId, connectionType, companyName }) => ({
    connectionId: id,
    companyId,
    connectionType,
    name: companyName,
  }));
  const gone = missing.map((id) => ({
    connectionId: id,
    companyId: "",
    connectionType: null,
    name: `Connection ${id}`,
    isGone: true,
  }));
  return [...there, ...gone];
}

async function findSame(
  tx: Sql,
  { startedBy, digest, atMs }: { startedBy: string; digest: Buffer; atMs: number },
): Promise<string | undefined> {
  const [same] = await tx.query<Pick<BulkOperation, "id">>(
    `SELECT id FROM "BulkOperation" WHERE ("endedAt" IS NULL OR "createdAt" > $3)
       AND "startedBy" = $1 AND digest = $2 ORDER BY "createdAt" DESC LIMIT $4`,
    [startedBy, digest, new Date(atMs - SAME_WITHIN_MS), 1],
  );
  return same?.id;
}

async function insertParts(
  tx: Sql,
  operationId: string,
  parts: readonly Part[],
  atMs: number,
): Promise<void> {
  const column = <Key extends keyof Part>(key: Key) => parts.map((part) => part[key]);
  await tx.query(
    `INSERT INTO "BulkPart" ("operationId", position, "connectionId", "companyId", "connectionType", name, state,
       "nextAttemptAt", words, "finishedAt")
     SELECT $1, place, part.connection, part.company, part.type, part.name, CASE WHEN gone THEN 'skipped' ELSE 'waiting' END,
       CASE WHEN gone THEN NULL ELSE $7::timestamptz END, CASE WHEN gone THEN $8 END, CASE WHEN gone THEN $7::timestamptz END
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[]) WITH ORDINALITY
       AS part (connection, company, type, name, gone, place)`,
    [
      operationId,
      column("connectionId"),
      column("companyId"),
      column("connectionType"),
      column("name"),
      parts.map(({ isGone = false }) => isGone),
      new Date(atMs),
      GONE,
    ],
  );
}

function scopeWords(filter: string | null, parts: number, kind: BulkKind): string {
  const count = isOfCompanies(kind) ? plural(parts, "company", "companies") : plural(parts, "connection");
  if (filter === null) return count;
  return `${count}, all that match ${filter === "" ? "no filter" : filter}`;
}

function changedSince(expected: number, count: number): CountersignError {
  return chooseAgain(
    `${plural(count, "connection")} match now; ${expected.toLocaleString("en")} did when you chose.`,
  );
}

const uncounted = () => chooseAgain("“expected” is missing: how many connections were shown to match.");

function chooseAgain(message: string): CountersignError {
  return new CountersignError("invalid_input", message, {
    field: "expected",
    unchanged: true,
    nextStep: "Look at the list and choose again.",
  });
}
