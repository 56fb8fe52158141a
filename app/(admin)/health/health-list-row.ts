import type { DayBarsProps } from "@/components/ui/day-bars";
import { daysBetween } from "@/components/ui/time-format";
import {
  type BlameByOwner,
  type ConnectionHealth,
  type Deadline,
  errorOwners,
  type Freshness,
  type StatusName,
} from "@/lib/health";
import { percentWords } from "@/lib/text/percent-words";
import { shortSpan } from "@/lib/time/short-span";
import { spanWords } from "@/lib/time/span-words";
import { providerOf } from "@/lib/token";
import { noteBriefly, noteWords } from "../_lists/note-words";
import { sinceOf } from "../connections/connection-list-row";
import { dayBarsOf } from "./day-words";
import { blamedFor } from "./words";

const NEEDS_NO_WORDS = new Set<StatusName>(["working", "disconnected"]);

/** What one line of the health list shows, ready for the browser. */
export interface HealthListRow {
  id: string;
  companyId: string;
  connectionType: string;
  companyName: string;
  /** "Xero · Calder Coffee Roasters Ltd" */
  below: string;
  status: StatusName;
  since: { at: Date; words: string } | null;
  brief: string;
  /** Who acts; empty while all is well. */
  nextStep: string;
  bars: Omit<DayBarsProps, "className" | "ending">;
  /** "98.9 %"; empty where it was not connected. */
  coverage: string;
  /** Days are counted by the calendar of the reader's zone, as the date beside them. */
  deadline: (Deadline & { daysLeft: number }) | null;
  freshness: Freshness | null;
  /** The server's time of the page. */
  nowMs: number;
  /** Interruptions of the days shown, for each who was to blame. */
  trouble: Trouble[];
}

/** A cell's words and those for readers: "P 3 h 20 m", "Provider 3 h 20 min (3 times)". */
interface Trouble {
  short: string;
  long: string;
}

export function healthRowOf(
  health: ConnectionHealth,
  { nowMs, timeZone }: { nowMs: number; timeZone: string },
): HealthListRow {
  const { id, companyId, companyName, connectionType, tenantName, verdict, freshness, coverage, note } =
    health;
  const { status, brief, nextStep, deadline } = verdict;
  return {
    id,
    companyId,
    connectionType,
    companyName,
    below: `${providerOf(connectionType).shortName} · ${tenantName}`,
    status,
    since: sinceOf(verdict, nowMs),
    brief: note ? noteBriefly(note, timeZone) : brief,
    nextStep: NEEDS_NO_WORDS.has(status)
      ? ""
      : [note && noteWords(note, timeZone), nextStep].filter(Boolean).join(" "),
    bars: dayBarsOf(health),
    coverage: coverage === null ? "" : percentWords(coverage),
    deadline: deadline && { ...deadline, daysLeft: Math.max(0, daysBetween(nowMs, deadline.at, timeZone)) },
    freshness,
    nowMs,
    trouble: troubleOf(health.blame),
  };
}

const OWNERS = { us: "Us", provider: "Provider", customer: "Customer" } as const;

/** Longest first. */
export function troubleOf(blame: BlameByOwner): Trouble[] {
  return errorOwners
    .filter((owner) => blame[owner].count > 0)
    .toSorted((a, b) => blame[b].ms - blame[a].ms)
    .map((owner) => ({
      short: `${OWNERS[owner].charAt(0)} ${shortSpan(blame[owner].ms)}`,
      long: blameLine(owner, blame),
    }));
}

/** "Customer 1 day 2 h (3 times)" */
export function blameLines(blame: BlameByOwner): string[] {
  return errorOwners.filter((owner) => blame[owner].count > 0).map((owner) => blameLine(owner, blame));
}

function blameLine(owner: keyof BlameByOwner, blame: BlameByOwner): string {
  const { count, ms } = blame[owner];
  return blamedFor(OWNERS[owner], spanWords(ms), count);
}
