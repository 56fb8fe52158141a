import type { Sql } from "@/lib/db";
import { type EncryptedRow, SEALED_COLUMNS } from "./canonical";

const PAGE_ROWS = 5_000;

/**
 * Pages of the rows of a range, in the order in which they are sealed.
 *
 * @param from Exclusive.
 * @param to Inclusive.
 */
export async function* sealedRowPages(sql: Sql, from: number, to: number): AsyncGenerator<EncryptedRow[]> {
  let after = from;
  let afterId: string | null = null;
  for (;;) {
    // Positions are the database's own, but its owner may have doubled one: ids tell such rows apart.
    const page: EncryptedRow[] = await sql.query<EncryptedRow>(
      `SELECT ${SEALED_COLUMNS} FROM "AuditLog" a
       WHERE a."position" >= $1 AND a."position" <= $2 AND (a."position" > $1 OR a.id COLLATE "C" > $3::text)
       ORDER BY a."position", a.id COLLATE "C" LIMIT $4`,
      [after, to, afterId, PAGE_ROWS],
    );
    const last = page.at(-1);
    if (!last) return;
    yield page;
    if (page.length < PAGE_ROWS) return;
    [after, afterId] = [last.position, last.id];
  }
}
