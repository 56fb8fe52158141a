import type { ErrorOwner } from "@/lib/errors";
import type { Segment } from "./history";

/** A time without trustworthy data, of one cause's owner from its beginning to its end. */
export interface Interruption {
  owner: ErrorOwner;
  /** The first segment of it. */
  first: Segment;
  fromMs: number;
  toMs: number;
}

/** How often and how long, for one who is to blame. */
interface Blame {
  count: number;
  ms: number;
}
export type BlameByOwner = Record<ErrorOwner, Blame>;

export const errorOwners = ["us", "provider", "customer"] as const satisfies readonly ErrorOwner[];

/** Neighbouring segments of one owner are one interruption: a cause that becomes another does not count twice. */
export function interruptionsOf(segments: readonly Segment[]): Interruption[] {
  const found: Interruption[] = [];
  for (const segment of segments) {
    const { owner, fromMs, toMs } = segment;
    if (!owner) continue;
    const last = found.at(-1);
    if (last && last.owner === owner && last.toMs === fromMs) last.toMs = toMs;
    else found.push({ owner, first: segment, fromMs, toMs });
  }
  return found;
}

export function blameOf(interruptions: readonly Interruption[]): BlameByOwner {
  const blame: BlameByOwner = {
    us: { count: 0, ms: 0 },
    provider: { count: 0, ms: 0 },
    customer: { count: 0, ms: 0 },
  };
  for (const { owner, fromMs, toMs } of interruptions) {
    blame[owner].count += 1;
    blame[owner].ms += toMs - fromMs;
  }
  return blame;
}
