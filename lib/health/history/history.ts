import type { HealthInterval, Narrowed } from "@/lib/db";
import { type ErrorCode, type ErrorOwner, errorClass } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/durations";
import { deadlineOf } from "@/lib/token";
import { EXPIRED_UNSEEN, EXPIRING_SOON_DAYS, type StatusName } from "../verdict/verdict";

/** The statuses of the past, worst first; "unknown" is before anything was known. */
export const pastStatuses = [
  "needs_reconnecting",
  "provider_trouble",
  "expiring_soon",
  "working",
  "disconnected",
  "unknown",
] as const satisfies readonly (StatusName | "unknown")[];
export type PastStatus = (typeof pastStatuses)[number];

/** One row of `HealthInterval`. */
export type Interval = Pick<
  Narrowed<HealthInterval, { cause: ErrorCode | null; owner: ErrorOwner | null }>,
  "id" | "cause" | "owner" | "message" | "providerRef" | "startedAt" | "endedAt"
>;

/** What of a connection bears on its past. */
export interface Lifetime {
  /** The newest consent: deadlines of its grant mean nothing before it. */
  connectedAt: Date;
  disconnectedAt: Date | null;
  refreshExpiresAt: Date;
  hardExpiresAt: Date | null;
}

/** A time in which a connection's status and its cause were the same. */
export interface Segment {
  status: PastStatus;
  cause: ErrorCode | null;
  /** Whose fault it is; null where nothing is wrong. */
  owner: ErrorOwner | null;
  message: string | null;
  providerRef: string | null;
  /** The interval behind it; null for what follows from a deadline or from nothing being known. */
  intervalId: string | null;
  fromMs: number;
  /** Exclusive. */
  toMs: number;
}

interface Window {
  fromMs: number;
  /** Exclusive; never later than now. */
  toMs: number;
}

const NOTHING = { cause: null, owner: null, message: null, providerRef: null, intervalId: null } as const;

/**
 * A connection's past without gaps: its intervals, corrected by what nobody was there to observe: the passing of a
 * deadline, and the fortnight before it. `on-date-sql.ts` says the same of one day in SQL.
 *
 * @param intervals Those that touch the window, oldest first.
 */
export function segmentsOf(
  intervals: readonly Interval[],
  life: Lifetime,
  { fromMs, toMs }: Window,
): Segment[] {
  const segments: Segment[] = [];
  let reachedMs = fromMs;
  const add = (segment: Omit<Segment, "fromMs" | "toMs">, untilMs: number) => {
    if (untilMs <= reachedMs) return;
    segments.push({ ...segment, fromMs: reachedMs, toMs: untilMs });
    reachedMs = untilMs;
  };
  for (const interval of intervals) {
    add({ status: "unknown", ...NOTHING }, Math.min(interval.startedAt.getTime(), toMs));
    add(observed(interval), Math.min(interval.endedAt?.getTime() ?? toMs, toMs));
  }
  add({ status: "unknown", ...NOTHING }, toMs);
  return merged(withoutAfterlife(withDeadline(segments, life), life));
}

function observed({ id, cause, owner, message, providerRef }: Interval): Omit<Segment, "fromMs" | "toMs"> {
  const status = pastStatusOf(cause);
  const isTrouble = status === "needs_reconnecting" || status === "provider_trouble";
  return { status, cause, owner: isTrouble ? owner : null, message, providerRef, intervalId: id };
}

function pastStatusOf(cause: ErrorCode | null): PastStatus {
  if (cause === null) return "working";
  return errorClass(cause).status;
}

/** A deadline passes at its time, whenever somebody first noticed. */
function withDeadline(segments: Segment[], life: Lifetime): Segment[] {
  const { at, kind } = deadlineOf(life);
  const endMs = at.getTime();
  const bornMs = life.connectedAt.getTime();
  const soonMs = Math.max(bornMs, endMs - EXPIRING_SOON_DAYS * DAY_MS);
  if ((segments.at(-1)?.toMs ?? 0) <= soonMs) return segments;
  const message = EXPIRED_UNSEEN[kind];
  return segments
    .flatMap((segment) => cutAt(segment, soonMs, Math.max(endMs, bornMs)))
    .map((segment) => {
      if (segment.fromMs >= endMs && segment.fromMs >= bornMs) {
        if (segment.status === "needs_reconnecting") return segment;
        return {
          ...segment,
          ...NOTHING,
          status: "needs_reconnecting",
          cause: "reconnect_required",
          owner: "customer",
          message,
        };
      }
      if (segment.fromMs >= soonMs && segment.status === "working")
        return { ...segment, status: "expiring_soon" };
      return segment;
    });
}

function withoutAfterlife(segments: Segment[], { disconnectedAt }: Lifetime): Segment[] {
  if (!disconnectedAt) return segments;
  const endMs = disconnectedAt.getTime();
  return segments
    .flatMap((segment) => cutAt(segment, endMs))
    .map((segment) =>
      segment.fromMs >= endMs && segment.status !== "disconnected"
        ? { ...segment, ...NOTHING, status: "disconnected" }
        : segment,
    );
}

function cutAt(segment: Segment, ...atMs: number[]): Segment[] {
  const cuts = atMs.filter((ms) => ms > segment.fromMs && ms < segment.toMs).sort((a, b) => a - b);
  if (cuts.length === 0) return [segment];
  const edges = [segment.fromMs, ...cuts, segment.toMs];
  return edges.slice(1).map((toMs, index) => ({ ...segment, fromMs: edges[index] ?? segment.fromMs, toMs }));
}

/** Neighbours that say the same are one. */
function merged(segments: Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (
      last &&
      last.status === segment.status &&
      last.cause === segment.cause &&
      last.owner === segment.owner
    ) {
      last.toMs = segment.toMs;
    } else result.push({ ...segment });
  }
  return result;
}

/** The worst of some statuses; "unknown" of none. */
export function worstOf(statuses: Iterable<PastStatus>): PastStatus {
  let worst = pastStatuses.length - 1;
  for (const status of statuses) worst = Math.min(worst, pastStatuses.indexOf(status));
  return pastStatuses[worst] ?? "unknown";
}
