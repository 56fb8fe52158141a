import { askInTurns, groupP95, type Times } from "./audit-asking";
import { openAuditCluster } from "./audit-cluster";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { median, percentile } from "./statistics";

export const name = "audit";

const SMALL_ROWS = 100_000;
const LARGE_ROWS = 10_000_000;
const ROUNDS = 10;

/** Every pair of filters over the audit log, at two sizes: what a page asks of the database, from call to rows. */
export async function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  const cluster = await openAuditCluster(console.log);
  try {
    const logs = [await cluster.holding(SMALL_ROWS), await cluster.holding(LARGE_ROWS)];
    const [small, large] = (await askInTurns(logs, scaled(scale, ROUNDS))) as [Times, Times];
    for (const [group, byPair] of large) {
      printPairs(group, byPair, small.get(group));
      report({
        name: `Audit, ${group}: p95 of all pairs`,
        value: groupP95(large, group),
        unit: "ms",
        against: { name: `${SMALL_ROWS / 1_000} k rows`, value: groupP95(small, group) },
        goal: "ratio <= 1.5",
      });
      report({
        name: `Audit, ${group}: p95 of the slowest pair`,
        value: Math.max(...[...byPair.values()].map((times) => percentile(times, 95))),
        unit: "ms",
        goal: "value <= 100",
      });
    }
    console.log("\nSee also: npm run bench -- audited-vends audit-export audit-partitions");
  } finally {
    await cluster.stop();
  }
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
