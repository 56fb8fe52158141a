import type { Sql } from "@/lib/db";
import { MINUTE_MS } from "@/lib/time/durations";

const MAX_REMEMBERED = 10_000;

/** Remembers which keys this process let in, until that is written down: `ApiKey.lastUsedAt` is true to the minute. */
export class UsedKeys {
  readonly #usedAtMs = new Map<string, number>();

  /** Costs a request no query. */
  note(id: string, nowMs: number): void {
    if (this.#usedAtMs.size < MAX_REMEMBERED || this.#usedAtMs.has(id)) this.#usedAtMs.set(id, nowMs);
  }

  /** Writes down what was noted. A row that somebody is writing to is passed over: it is noted again when it is used. */
  async save(sql: Sql): Promise<void> {
    const noted = [...this.#usedAtMs];
    if (noted.length === 0) return;
    await sql.query(
      `WITH stale AS (
         SELECT k.id, v.at FROM unnest($1::text[], $2::timestamptz[]) AS v(id, at) JOIN "ApiKey" k ON k.id = v.id
         WHERE k."lastUsedAt" IS NULL OR k."lastUsedAt" <= v.at - $3 * interval '1 millisecond'
         ORDER BY k.id FOR NO KEY UPDATE OF k SKIP LOCKED)
       UPDATE "ApiKey" k SET "lastUsedAt" = stale.at FROM stale WHERE k.id = stale.id`,
      [noted.map(([id]) => id), noted.map(([, atMs]) => new Date(atMs)), MINUTE_MS],
    );
    for (const [id, atMs] of noted) if (this.#usedAtMs.get(id) === atMs) this.#usedAtMs.delete(id);
  }
}
