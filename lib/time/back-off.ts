/** The pause after so many failures beyond the first: it doubles with each, up to a limit. */
export function backOff({ firstMs, maxMs }: { firstMs: number; maxMs: number }, failures: number): number {
  return Math.min(firstMs * 2 ** failures, maxMs);
}
