import { CountersignError } from "@/lib/errors";
import { isConnected, isInterrupted } from "../coverage";
import { type Day, daysOf } from "../days";
import type { PastStatus, Segment } from "../history";
import { type BlameByOwner, blameOf, type Interruption, interruptionsOf } from "../interruptions";

/** A calendar month in UTC; `toMs` is its end, or now while it runs. */
export interface Month {
  /** "2026-03" */
  name: string;
  fromMs: number;
  /** Exclusive. */
  toMs: number;
  running: boolean;
}

/** @returns Undefined for what is no month, or one that has not begun. */
export function monthOf(name: string, nowMs: number): Month | undefined {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(name) ?? [];
  if (!year || !month) return undefined;
  const fromMs = Date.UTC(Number(year), Number(month) - 1);
  const endMs = Date.UTC(Number(year), Number(month));
  if (fromMs >= nowMs || Number(year) < 2000) return undefined;
  return { name, fromMs, toMs: Math.min(endMs, nowMs), running: endMs > nowMs };
}

/** @throws {CountersignError} `invalid_input` for what is no month of the past or present. */
export function requireMonth(name: string, nowMs: number): Month {
  const month = monthOf(name, nowMs);
  if (month) return month;
  const message = "The month is written as 2026-03, and has begun.";
  throw new CountersignError("invalid_input", message, { field: "month" });
}

/** The months people close books for: the running one and those before it, newest first. */
export function recentMonths(nowMs: number, count: number): string[] {
  const now = new Date(nowMs);
  return Array.from({ length: count }, (_, ago) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago)).toISOString().slice(0, 7),
  );
}

/** What month-end needs to know of one connection. */
export interface MonthSummary {
  /** At the month's last instant. */
  statusAtEnd: PastStatus;
  /** Days on which it was connected, if only for a part of them. */
  daysConnected: number;
  /** Days on which an interruption lasted or began. */
  daysInterrupted: number;
  blame: BlameByOwner;
  first: Interruption | null;
}

/** @param segments Without gaps over the month. */
export function monthSummaryOf(segments: readonly Segment[], month: Month): MonthSummary {
  const days = daysOf(segments, month);
  const interruptions = interruptionsOf(segments);
  const count = (is: (day: Day) => boolean) => days.filter(is).length;
  return {
    statusAtEnd: segments.at(-1)?.status ?? "unknown",
    daysConnected: count(({ status }) => isConnected(status)),
    daysInterrupted: count(({ status }) => isInterrupted(status)),
    blame: blameOf(interruptions),
    first: interruptions[0] ?? null,
  };
}
