import type { BulkPart, Narrowed, ReadDeps } from "@/lib/db";
import { shownName, shownText } from "@/lib/shown-text";
import { type PartState, partStates } from "../deps";

const PARTS_PAGE_SIZE = 50;

export interface PartView
  extends Pick<
    Narrowed<BulkPart, { state: PartState }>,
    | "position"
    | "connectionId"
    | "companyId"
    | "connectionType"
    | "name"
    | "state"
    | "words"
    | "finishedAt"
    | "linkId"
  > {}

/** A part's place among its operation's: failures stand first. */
export interface PartPlace {
  rank: number;
  position: number;
}

const RANK = `array_position($2::text[], p.state)`;

/** The parts of an operation, failures first and then in the order they were asked for. */
export async function listParts(
  { database }: Pick<ReadDeps, "database">,
  {
    operationId,
    after,
    size = PARTS_PAGE_SIZE,
  }: { operationId: string; after?: PartPlace | undefined; size?: number },
): Promise<{ parts: PartView[]; next: PartPlace | null }> {
  const rows = await database.query<PartView & { rank: number }>(
    `SELECT p.position, p."connectionId", p."companyId", p."connectionType", p.name, p.state, p.words, p."finishedAt", p."linkId",
       ${RANK} AS rank
     FROM "BulkPart" p WHERE p."operationId" = $1 AND (${RANK}, p.position) > ($3, $4)
     ORDER BY rank, p.position LIMIT $5`,
    [operationId, partStates, after?.rank ?? 0, after?.position ?? 0, size + 1],
  );
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    parts: shown.map(({ rank: _rank, ...part }) => ({
      ...part,
      name: shownName(part.name),
      words: part.words && shownText(part.words),
    })),
    next: rows.length > size && last ? { rank: last.rank, position: last.position } : null,
  };
}

/** The connections, or companies, of the parts that failed. */
export async function failedParts(
  { database }: Pick<ReadDeps, "database">,
  operationId: string,
): Promise<Pick<BulkPart, "connectionId" | "companyId">[]> {
  return database.query(
    `SELECT "connectionId", "companyId" FROM "BulkPart" WHERE "operationId" = $1 AND state = 'failed' ORDER BY position`,
    [operationId],
  );
}
