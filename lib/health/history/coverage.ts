import type { PastStatus, Segment } from "./history";

const NOT_CONNECTED: ReadonlySet<PastStatus> = new Set(["disconnected", "unknown"]);
const INTERRUPTED: ReadonlySet<PastStatus> = new Set(["needs_reconnecting", "provider_trouble"]);

/** The share of the time it was connected in which its data could be read; null where it never was. */
export function coverageOf(segments: readonly Segment[]): number | null {
  let connectedMs = 0;
  let interruptedMs = 0;
  for (const { status, fromMs, toMs } of segments) {
    if (NOT_CONNECTED.has(status)) continue;
    connectedMs += toMs - fromMs;
    if (INTERRUPTED.has(status)) interruptedMs += toMs - fromMs;
  }
  return connectedMs > 0 ? 1 - interruptedMs / connectedMs : null;
}
