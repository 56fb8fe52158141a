import type { BulkOperation, Narrowed, ReadDeps } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import type { BulkKind, PartState } from "../deps";
import type { PartCounts } from "../end-operation";
import { inWords } from "../operation-words";

type OperationState = "waiting" | "running" | "cancelling" | "cancelled" | "ended";

/** An operation as pages show it. */
export interface OperationView
  extends Pick<
    Narrowed<BulkOperation, { kind: BulkKind }>,
    | "id"
    | "kind"
    | "tag"
    | "filter"
    | "againOf"
    | "requestId"
    | "parts"
    | "createdAt"
    | "startedAt"
    | "endedAt"
    | "cancelledAt"
    | "cancelledBy"
  > {
  state: OperationState;
  /** "Check". */
  words: string;
  starterName: string;
  counts: PartCounts;
  /** Parts that are over in whatever way. */
  finished: number;
}

type Row = Omit<Narrowed<BulkOperation, { kind: BulkKind }>, "digest" | "startedBy"> & {
  /** Counted while it runs. */
  open: Partial<Record<PartState, number>> | null;
};

/** An operation as o; how its parts came out is kept with it once it has ended. */
const OPERATIONS = `SELECT o.id, o.kind, o.tag, o.filter, o."againOf", o."starterName", o."requestId", o.parts, o."createdAt",
    o."startedAt", o."endedAt", o."cancelledAt", o."cancelledBy", o.done, o.failed, o.skipped, o.cancelled,
    (SELECT json_object_agg(c.state, c.count) FROM (
      SELECT p.state, count(*)::int AS count FROM "BulkPart" p WHERE p."operationId" = o.id GROUP BY p.state) c
    WHERE o."endedAt" IS NULL) AS open FROM "BulkOperation" o`;

export async function findOperation(
  { database }: Pick<ReadDeps, "database">,
  id: string,
): Promise<OperationView | undefined> {
  const [row] = await database.query<Row>(`${OPERATIONS} WHERE o.id = $1`, [id]);
  return row && viewOf(row);
}

/** Where a page of operations begins: after this one. */
type OperationPlace = string;
const OPERATIONS_PAGE_SIZE = 50;

/** Operations, newest first. */
export async function listOperations(
  { database }: Pick<ReadDeps, "database">,
  { after }: { after?: OperationPlace | undefined } = {},
): Promise<{ operations: OperationView[]; next: OperationPlace | null }> {
  const rows = await database.query<Row>(
    `${OPERATIONS} WHERE $1::text IS NULL
       OR (o."createdAt", o.id) < (SELECT a."createdAt", a.id FROM "BulkOperation" a WHERE a.id = $1)
     ORDER BY o."createdAt" DESC, o.id DESC LIMIT $2`,
    [after ?? null, OPERATIONS_PAGE_SIZE + 1],
  );
  const shown = rows.slice(0, OPERATIONS_PAGE_SIZE);
  return {
    operations: shown.map(viewOf),
    next: rows.length > OPERATIONS_PAGE_SIZE ? (shown.at(-1)?.id ?? null) : null,
  };
}

function viewOf({ open, done, failed, skipped, cancelled, ...row }: Row): OperationView {
  const counts = { running: 0, waiting: 0, done, failed, skipped, cancelled, ...open };
  return {
    ...row,
    cancelledBy: row.cancelledBy && shownName(row.cancelledBy),
    starterName: shownName(row.starterName),
    state: stateOf(row, row.endedAt !== null || counts.running + counts.waiting === 0),
    words: inWords(row),
    counts,
    finished: row.parts - counts.running - counts.waiting,
  };
}

/** @param isOver No part is open: a moment may pass until whoever did the last one has put down the end. */
function stateOf(
  { startedAt, cancelledAt }: Pick<BulkOperation, "startedAt" | "cancelledAt">,
  isOver: boolean,
): OperationState {
  if (cancelledAt) return isOver ? "cancelled" : "cancelling";
  if (isOver) return "ended";
  return startedAt ? "running" : "waiting";
}

/** Whether nothing of it is to come. */
export const isOver = ({ state }: Pick<OperationView, "state">): boolean =>
  state === "ended" || state === "cancelled";
