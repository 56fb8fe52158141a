import type { Sql } from "@/lib/db";
import { HOUR_MS } from "@/lib/time/durations";

/** `Grant.lastVendedAt` is true to the hour, so that vends cost next to no writes. */
export const NOTE_AGAIN_MS = HOUR_MS;
const MAX_ROWS = 5_000;
const MAX_REMEMBERED = 100_000;

/** Remembers which grants this process vended, until that is written down. */
export class VendedGrants {
  readonly #vendedAtMs = new Map<string, number>();

  /** Costs a vend no query. */
  note(grantId: string, nowMs: number): void {
    if (this.#vendedAtMs.size < MAX_REMEMBERED) this.#vendedAtMs.set(grantId, nowMs);
  }

  /**
   * Writes down what was noted, a bounded part of it; the rest is for the next time. A row that somebody is writing to
   * is passed over: its next vend after that finds no cached token and is noted again.
   */
  async save(sql: Sql): Promise<void> {
    const noted = [...this.#vendedAtMs].slice(0, MAX_ROWS);
    if (noted.length === 0) return;
    await sql.query(
      `WITH stale AS (
         SELECT g.id, v.at FROM unnest($1::text[], $2::timestamptz[]) AS v(id, at) JOIN "Grant" g ON g.id = v.id
         WHERE g."lastVendedAt" IS NULL OR g."lastVendedAt" <= v.at - $3 * interval '1 millisecond'
         ORDER BY g.id FOR NO KEY UPDATE OF g SKIP LOCKED)
       UPDATE "Grant" g SET "lastVendedAt" = stale.at FROM stale WHERE g.id = stale.id`,
      [noted.map(([id]) => id), noted.map(([, atMs]) => new Date(atMs)), NOTE_AGAIN_MS],
    );
    for (const [id, atMs] of noted) if (this.#vendedAtMs.get(id) === atMs) this.#vendedAtMs.delete(id);
  }
}
