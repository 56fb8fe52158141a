/** The upper ends of the classes of response time, in milliseconds, the last one open: a percentile is read from them. */
export const SLOWNESS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

/**
 * What a share of the requests took at most, from how many there were of each class.
 *
 * @param counts By class.
 * @param share Between 0 and 1.
 * @returns The upper end of a class in milliseconds, Infinity for the open one, undefined without requests.
 */
export function percentileMs(counts: ReadonlyMap<number, number>, share: number): number | undefined {
  const classes = [...counts].sort(([a], [b]) => a - b);
  const total = classes.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [slowness, count] of classes) {
    seen += count;
    if (seen >= share * total) return SLOWNESS_MS[slowness] ?? Number.POSITIVE_INFINITY;
  }
  return undefined;
}
