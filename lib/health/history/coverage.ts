import type { PastStatus, Segment } from "./history";

const NOT_CONNECTED: ReadonlySet<PastStatus> = new Set(["disconnected", "unknown"]);
const INTERRUPTED: ReadonlySet<PastStatus> = new Set(["needs_reconnecting", "provider_trouble"]);

export const isConnected = (status: PastStatus) => !NOT_CONNECTED.has(status);
export const isInterrupted = (status: PastStatus) => INTERRUPTED.has(status);

/** In milliseconds. */
export interface CoveredTime {
  connectedMs: number;
  /** The part of it in which data could be read. */
  readableMs: number;
}

export function coveredTimeOf(segments: readonly Segment[]): CoveredTime {
  let [connectedMs, readableMs] = [0, 0];
  for (const { status, fromMs, toMs } of segments) {
    if (!isConnected(status)) continue;
    connectedMs += toMs - fromMs;
    if (!isInterrupted(status)) readableMs += toMs - fromMs;
  }
  return { connectedMs, readableMs };
}

/** The share of the time it was connected in which its data could be read; null where it never was. */
export function coverageOf({ connectedMs, readableMs }: CoveredTime): number | null {
  return connectedMs > 0 ? readableMs / connectedMs : null;
}
