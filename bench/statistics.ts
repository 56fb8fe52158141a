/** The middle of what was measured; half of it is smaller. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest measured value that `percent` of all values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
