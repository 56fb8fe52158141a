import { deadline } from "@/lib/time/deadline";
import type { StoredFacts } from "./database-metrics";

/** How long an answer is good for: several scrapers cost Postgres no more than one. */
const KEEP_MS = 15_000;
/** A scrape must answer while Postgres does not. */
const PATIENCE_MS = 3_000;

/**
 * Reads what only Postgres knows, at most once in 15 seconds.
 *
 * @param read Rejects while Postgres is away; the next scrape then asks again.
 * @param nowMs A monotonic timer.
 */
export function keptFacts(
  read: () => Promise<StoredFacts>,
  onError: (error: Error) => void,
  nowMs: () => number,
): () => Promise<StoredFacts | null> {
  let kept: { facts: StoredFacts; untilMs: number } | undefined;
  return async () => {
    if (kept && nowMs() < kept.untilMs) return kept.facts;
    try {
      const facts = await deadline(read(), PATIENCE_MS, tooLate);
      kept = { facts, untilMs: nowMs() + KEEP_MS };
      return facts;
    } catch (error) {
      kept = undefined;
      onError(error as Error);
      return null;
    }
  };
}

function tooLate(): never {
  throw new Error(`no answer within ${PATIENCE_MS} ms`);
}
