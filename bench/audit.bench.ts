import { countAudit } from "@/lib/audit/count";
import { type AuditFilter, windowOf } from "@/lib/audit/filter";
import { searchAudit } from "@/lib/audit/search";
import type { Database } from "@/lib/db";
import { openAuditCluster } from "./audit-cluster";
import { pairs, SPANS } from "./audit-questions";
import { PAST_MS } from "./audit-rows";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { median, percentile } from "./statistics";

export const name = "audit";

const SMALL_ROWS = 100_000;
const LARGE_ROWS = 10_000_000;
const ROUNDS = 10;
/** Of the span, from now: where a deep page begins. */
const DEEP = 0.8;
const KINDS = ["first page", "deep page", "empty result", "capped count"] as const;

/** Milliseconds of every call, by `kind, span` and pair. */
type Times = Map<string, Map<string, number[]>>;

/** Every pair of filters over the audit log, at two sizes: what a page asks of the database, from call to rows. */
export async function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  const cluster = await openAuditCluster(console.log);
  try {
    const small = await measure(await cluster.holding(SMALL_ROWS), scaled(scale, ROUNDS));
    const large = await measure(await cluster.holding(LARGE_ROWS), scaled(scale, ROUNDS));
    for (const [group, byPair] of large) {
      printPairs(group, byPair, small.get(group));
      const p95 = (times: Times) => percentile([...(times.get(group)?.values() ?? [])].flat(), 95);
      report({
        name: `Audit, ${group}: p95 of all pairs`,
        value: p95(large),
        unit: "ms",
        against: { name: `${SMALL_ROWS / 1_000} k rows`, value: p95(small) },
        goal: "ratio <= 1.5",
      });
      report({
        name: `Audit, ${group}: p95 of the slowest pair`,
        value: Math.max(...[...byPair.values()].map((times) => percentile(times, 95))),
        unit: "ms",
        goal: "value <= 100",
      });
    }
  } finally {
    await cluster.stop();
  }
}

async function measure(
  { database, endMs }: { database: Database; endMs: number },
  rounds: number,
): Promise<Times> {
  const times: Times = new Map();
  for (let round = -1; round < rounds; round++) {
    for (const span of SPANS) {
      for (const pair of pairs(span)) {
        for (const kind of KINDS) {
          for (const filter of kind === "empty result" ? [pair.none] : pair.some) {
            const startedMs = performance.now();
            await ask(database, kind, filter, endMs);
            const tookMs = performance.now() - startedMs;
            // The round before the first fills the caches.
            if (round >= 0) keep(times, `${kind}, ${span}`, pair.name, tookMs);
          }
        }
      }
    }
  }
  return times;
}

async function ask(
  database: Database,
  kind: (typeof KINDS)[number],
  filter: AuditFilter,
  endMs: number,
): Promise<void> {
  if (kind === "capped count") {
    await countAudit(database, filter, endMs);
    return;
  }
  const fromMs = windowOf(filter, endMs).fromMs ?? endMs - PAST_MS;
  const atMs = Math.round(endMs - DEEP * (endMs - fromMs));
  const cursor = kind === "deep page" ? { atMs, id: "~", towards: "older" as const } : undefined;
  const page = await searchAudit(database, { filter, cursor }, endMs);
  if (kind === "empty result" && page.rows.length > 0) {
    throw new Error(`Rows were found for ${JSON.stringify(filter)}, which was meant to have none`);
  }
}

function keep(times: Times, group: string, pair: string, tookMs: number): void {
  const byPair = times.get(group) ?? new Map<string, number[]>();
  times.set(group, byPair);
  byPair.set(pair, [...(byPair.get(pair) ?? []), tookMs]);
}

function printPairs(
  group: string,
  large: Map<string, number[]>,
  small: Map<string, number[]> | undefined,
): void {
  console.log(`\n${group.padEnd(28)} p50 ms  p95 ms   (at ${SMALL_ROWS / 1_000} k rows)`);
  for (const [pair, times] of large) {
    const few = small?.get(pair) ?? [];
    const cells = [median(times), percentile(times, 95), median(few), percentile(few, 95)].map((value) =>
      value.toFixed(1).padStart(7),
    );
    console.log(`  ${pair.padEnd(26)}${cells[0]} ${cells[1]}   (${cells[2]} ${cells[3]})`);
  }
}
