import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { requestContext, withRequestContext } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";
import { keyPath } from "../audit-key";
import type { Ending } from "./stored-key";

const MAX_REMEMBERED = 10_000;
const UNAUTHORIZED = 401;

const WORDS: Record<Ending, string> = {
  expired: "The key had expired.",
  revoked: "The key had been revoked.",
  replaced: "The key's secret had been replaced.",
};

interface EndedUse {
  id: string;
  name: string;
  ending: Ending;
  address: string;
}

interface EndedUseDeps {
  database: Database;
  clock: Clock;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

/**
 * Puts on record that somebody still holds the secret of a key that has ended, once a key and day over all processes.
 * The alerts tell people of it. It happens behind the answer, which must not take longer than any other refusal.
 */
export class EndedUses {
  readonly #notedAtMs = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly deps: EndedUseDeps) {}

  note(use: EndedUse): void {
    const nowMs = this.deps.clock.nowMs();
    const notedAtMs = this.#notedAtMs.get(use.id);
    if (notedAtMs !== undefined && nowMs - notedAtMs < DAY_MS) return;
    if (this.#notedAtMs.size >= MAX_REMEMBERED) this.#notedAtMs.clear();
    this.#notedAtMs.set(use.id, nowMs);
    const context = { ...requestContext(), ipAddress: use.address };
    const writing = withRequestContext(context, () => this.#write(use, nowMs))
      .catch((error: Error) => {
        this.#notedAtMs.delete(use.id);
        this.deps.log.warn(
          { error: error.message, key: use.id },
          "The use of an ended key waits to be recorded",
        );
      })
      .finally(() => this.#underWay.delete(writing));
    this.#underWay.add(writing);
  }

  /** Resolves when all that was noted is written, or failed and waits for the next use. */
  async written(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #write({ id, name, ending }: EndedUse, atMs: number): Promise<void> {
    await this.deps.database.transaction(async (tx) => {
      const isFirst = await tx.query(
        `UPDATE "ApiKey" SET "endedUseAt" = $2
         WHERE id = $1 AND ("endedUseAt" IS NULL OR "endedUseAt" <= $3) RETURNING 1 AS first`,
        [id, new Date(atMs), new Date(atMs - DAY_MS)],
      );
      if (isFirst.length === 0) return;
      await recordAudit(tx, {
        operation: "access.refuse",
        outcome: "refused",
        by: { kind: "apiKey", id, onBehalfOf: name },
        via: ["EVENT", keyPath(id)],
        responseStatus: UNAUTHORIZED,
        errorMessage: WORDS[ending],
        atMs,
      });
    });
  }
}
