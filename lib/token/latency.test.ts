import { expect, test } from "vitest";
import { Latency } from "./latency";

test("a latency counts each duration in its bucket and all above, and knows the sum", () => {
  const latency = new Latency();
  for (const ms of [0, 1, 6, 70_000, -3]) latency.note(ms);
  const { buckets, count, sumMs } = latency.read(10);
  expect(buckets.slice(0, 4)).toEqual([
    { boundMs: 1, count: 13 },
    { boundMs: 5, count: 13 },
    { boundMs: 10, count: 14 },
    { boundMs: 25, count: 14 },
  ]);
  expect([buckets.at(-1)?.count, count, sumMs]).toEqual([14, 15, 70_007]);
});
