import type { HealthInterval, Narrowed } from "@/lib/db";
import { type ErrorCode, type ErrorOwner, errorClass } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/durations";
import { deadlineOf, EXPIRING_SOON_DAYS, LAPSED_UNSEEN, type StatusName } from "../verdict/verdict";

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
export interface Stretch {
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
export function stretchesOf(
  intervals: readonly Interval[],
  life: Lifetime,
  { fromMs, toMs }: Window,
): Stretch[] {
  const stretches: Stretch[] = [];
  let reachedMs = fromMs;
  const add = (stretch: Omit<Stretch, "fromMs" | "toMs">, untilMs: number) => {
    if (untilMs <= reachedMs) return;
    stretches.push({ ...stretch, fromMs: reachedMs, toMs: untilMs });
    reachedMs = untilMs;
  };
  for (const interval of intervals) {
    add({ status: "unknown", ...NOTHING }, Math.min(interval.startedAt.getTime(), toMs));
    add(observed(interval), Math.min(interval.endedAt?.getTime() ?? toMs, toMs));
  }
  add({ status: "unknown", ...NOTHING }, toMs);
  return merged(withoutAfterlife(withDeadline(stretches, life), life));
}

function observed({ id, cause, owner, message, providerRef }: Interval): Omit<Stretch, "fromMs" | "toMs"> {
  const status = pastStatusOf(cause);
  const isTrouble = status === "needs_reconnecting" || status === "provider_trouble";
  return { status, cause, owner: isTrouble ? owner : null, message, providerRef, intervalId: id };
}

function pastStatusOf(cause: ErrorCode | null): PastStatus {
  if (cause === null) return "working";
  return errorClass(cause).status;
}

/** A deadline passes at its time, whenever somebody first noticed. */
function withDeadline(stretches: Stretch[], life: Lifetime): Stretch[] {
  const { at, kind } = deadlineOf(life);
  const endMs = at.getTime();
  const bornMs = life.connectedAt.getTime();
  const soonMs = Math.max(bornMs, endMs - EXPIRING_SOON_DAYS * DAY_MS);
  const message = LAPSED_UNSEEN[kind];
  return stretches
    .flatMap((stretch) => cutAt(stretch, soonMs, Math.max(endMs, bornMs)))
    .map((stretch) => {
      if (stretch.fromMs >= endMs && stretch.fromMs >= bornMs) {
        if (stretch.status === "needs_reconnecting") return stretch;
        return {
          ...stretch,
          ...NOTHING,
          status: "needs_reconnecting",
          cause: "reconnect_required",
          owner: "customer",
          message,
        };
      }
      if (stretch.fromMs >= soonMs && stretch.status === "working")
        return { ...stretch, status: "expiring_soon" };
      return stretch;
    });
}

function withoutAfterlife(stretches: Stretch[], { disconnectedAt }: Lifetime): Stretch[] {
  if (!disconnectedAt) return stretches;
  const endMs = disconnectedAt.getTime();
  return stretches
    .flatMap((stretch) => cutAt(stretch, endMs))
    .map((stretch) =>
      stretch.fromMs >= endMs && stretch.status !== "disconnected"
        ? { ...stretch, ...NOTHING, status: "disconnected" }
        : stretch,
    );
}

function cutAt(stretch: Stretch, ...atMs: number[]): Stretch[] {
  const cuts = atMs.filter((ms) => ms > stretch.fromMs && ms < stretch.toMs).sort((a, b) => a - b);
  const edges = [stretch.fromMs, ...cuts, stretch.toMs];
  return edges.slice(1).map((toMs, index) => ({ ...stretch, fromMs: edges[index] ?? stretch.fromMs, toMs }));
}

/** Neighbours that say the same are one. */
function merged(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (
      last &&
      last.status === stretch.status &&
      last.cause === stretch.cause &&
      last.owner === stretch.owner
    ) {
      last.toMs = stretch.toMs;
    } else result.push({ ...stretch });
  }
  return result;
}

/** The worst of some statuses; "unknown" of none. */
export function worstOf(statuses: Iterable<PastStatus>): PastStatus {
  let worst = pastStatuses.length - 1;
  for (const status of statuses) worst = Math.min(worst, pastStatuses.indexOf(status));
  return pastStatuses[worst] ?? "unknown";
}
