import { countAudit } from "@/lib/audit/search/count";
import { type AuditFilter, windowOf } from "@/lib/audit/search/filter";
import { searchAudit } from "@/lib/audit/search/search";
import type { Database } from "@/lib/db";
import { pairs, SPANS } from "./audit-questions";
import { PAST_MS } from "./audit-rows";
import { percentile } from "./statistics";

/** Of the span, from now: where a deep page begins. */
const DEEP = 0.8;
const KINDS = ["first page", "deep page", "empty result", "capped count"] as const;

/** Milliseconds of every call, by `kind, span` and pair. */
export type Times = Map<string, Map<string, number[]>>;

export interface AskedLog {
  database: Database;
  endMs: number;
}

/** Asks each log everything, in turns, so that a changing load of the machine meets them all alike. */
export async function askInTurns(logs: readonly AskedLog[], rounds: number): Promise<Times[]> {
  const times = logs.map((): Times => new Map());
  // The round before the first fills the caches.
  for (let round = -1; round < rounds; round++) {
    for (const [index, log] of logs.entries()) await askAll(log, round < 0 ? undefined : times[index]);
  }
  return times;
}

async function askAll({ database, endMs }: AskedLog, times: Times | undefined): Promise<void> {
  for (const span of SPANS) {
    for (const pair of pairs(span)) {
      for (const kind of KINDS) {
        for (const filter of kind === "empty result" ? [pair.none] : pair.some) {
          const startedMs = performance.now();
          await ask(database, kind, filter, endMs);
          if (times) keep(times, `${kind}, ${span}`, pair.name, performance.now() - startedMs);
        }
      }
    }
  }
}

/** Over all pairs of a group. */
export function groupP95(times: Times, group: string): number {
  return percentile([...(times.get(group)?.values() ?? [])].flat(), 95);
}

async function ask(
  database: Database,
  kind: (typeof KINDS)[number],
  filter: AuditFilter,
  endMs: number,
): Promise<void> {
  if (kind === "capped count") {
    await countAudit({ database, clock: { nowMs: () => endMs } }, filter);
    return;
  }
  const fromMs = windowOf(filter, endMs).fromMs ?? endMs - PAST_MS;
  const atMs = Math.round(endMs - DEEP * (endMs - fromMs));
  const cursor = kind === "deep page" ? { atMs, id: "~", towards: "older" as const } : undefined;
  const page = await searchAudit({ database, clock: { nowMs: () => endMs } }, { filter, cursor });
  if (kind === "empty result" && page.rows.length > 0) {
    throw new Error(`Rows were found for ${JSON.stringify(filter)}, which was meant to have none`);
  }
}

function keep(times: Times, group: string, pair: string, tookMs: number): void {
  const byPair = times.get(group) ?? new Map<string, number[]>();
  times.set(group, byPair);
  byPair.set(pair, [...(byPair.get(pair) ?? []), tookMs]);
}
