import type { Sql } from "@/lib/db";
import type { Keyring } from "./keyring";
import { encryptedId } from "./tenant-id";

/** Where ids from before rest plain. Consents that rest go by themselves, within half an hour. */
export interface PlainIds {
  readonly table: "Connection" | "Grant" | "Revocation" | "Event";
  /** SQL of the plain id; null in a row whose id is encrypted. */
  readonly plainSql: string;
  /** SQL of the row whose place an encrypted id is bound to. */
  readonly boundSql: string;
  /** Takes the encrypted id, and its hash, from s. */
  readonly changesSql: string;
}

/** Connections first: the first encrypted one begins it for every process. */
export const plainIds: readonly PlainIds[] = [
  {
    table: "Connection",
    plainSql: '"tenantId"',
    boundSql: "id",
    changesSql: '"tenantId" = NULL, "tenantHash" = s.hash, "sealedTenantId" = s.encrypted',
  },
  {
    table: "Grant",
    plainSql: "subject",
    boundSql: "id",
    changesSql: 'subject = NULL, "subjectHash" = s.hash, "sealedSubject" = s.encrypted',
  },
  {
    table: "Revocation",
    plainSql: '"tenantId"',
    boundSql: "id",
    changesSql: '"tenantId" = NULL, "tenantHash" = s.hash, "sealedTenantId" = s.encrypted',
  },
  {
    table: "Event",
    plainSql: "data #>> '{organisation,id}'",
    boundSql: '"connectionId"',
    changesSql: `data = data #- '{organisation,id}', "sealedTenantId" = s.encrypted`,
  },
];

/** How many ids rest plain. */
export async function countPlainIds(sql: Sql): Promise<number> {
  const parts = plainIds.map(
    ({ table, plainSql }) => `(SELECT count(*) FROM "${table}" WHERE ${plainSql} IS NOT NULL)`,
  );
  const [row] = await sql.query<{ count: number }>(`SELECT (${parts.join(" + ")})::int AS count`);
  return row?.count ?? 0;
}

export interface PlainRow {
  id: string;
  boundId: string;
  connectionType: string;
  plain: string;
}

export function readPlainRows(
  sql: Sql,
  { table, plainSql, boundSql }: PlainIds,
  after: string,
  limit: number,
): Promise<PlainRow[]> {
  return sql.query<PlainRow>(
    `SELECT id, ${boundSql} AS "boundId", "connectionType", ${plainSql} AS plain
     FROM "${table}" WHERE ${plainSql} IS NOT NULL AND ${boundSql} IS NOT NULL AND id > $1 ORDER BY id LIMIT $2`,
    [after, limit],
  );
}

/**
 * Puts the encrypted ids in the place of the plain ones, in rows that are still as they were read. Of several rows,
 * locked ones are passed over: waiting for one while holding others could deadlock.
 *
 * @returns How many.
 * @throws An error of the database with SQL state 23505 when an organisation is live twice.
 */
export async function encryptRows(
  sql: Sql,
  keyring: Keyring,
  { table, plainSql, changesSql }: PlainIds,
  rows: readonly PlainRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const boundTable = table === "Event" ? "Connection" : table;
  const encrypted = rows.map(({ boundId, connectionType, plain }) =>
    encryptedId(keyring, { table: boundTable, rowId: boundId, connectionType }, plain),
  );
  const plainOf = `r.${plainSql}`;
  const changed = await sql.query(
    `WITH s AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) AS s (id, plain, hash, encrypted)
     ), free AS (
       SELECT r.id FROM "${table}" r JOIN s ON r.id = s.id AND ${plainOf} = s.plain
       FOR UPDATE OF r${rows.length > 1 ? " SKIP LOCKED" : ""}
     )
     UPDATE "${table}" r SET ${changesSql}
     FROM s JOIN free ON free.id = s.id WHERE r.id = s.id AND ${plainOf} = s.plain RETURNING 1`,
    [
      rows.map(({ id }) => id),
      rows.map(({ plain }) => plain),
      encrypted.map(({ hash }) => hash),
      encrypted.map(({ encrypted: bytes }) => bytes),
    ],
  );
  return changed.length;
}
