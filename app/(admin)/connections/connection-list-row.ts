import { daysBetween } from "@/components/ui/time-format";
import type { ConnectionHealth, Deadline, DriftFilter, Freshness, StatusName } from "@/lib/health";
import { shortSpan } from "@/lib/time/short-span";
import { providerOf } from "@/lib/token";
import { isSnoozed, noteBriefly, noteWords } from "../_lists/note-words";
import { lettersOf, summaryOf } from "../health/day-words";
import { driftBriefly } from "./drift-words";
import { isOffered } from "./is-offered";

/** Their badge says it all. */
const NEEDS_NO_WORDS = new Set<StatusName>(["working", "disconnected"]);

/** What one line of the list shows, ready for the browser. */
export interface ConnectionListRow {
  id: string;
  companyId: string;
  connectionType: string;
  companyName: string;
  /** "QuickBooks sandbox · Crestline Roofing LLC": the environment is never what is cut off. */
  below: string;
  status: StatusName;
  snoozed: boolean;
  since: { at: Date; words: string } | null;
  brief: string;
  /** Effect and who acts; empty while all is well. */
  explanation: string;
  freshness: Freshness | null;
  /** The server's time of the page. */
  nowMs: number;
  /** Days are counted by the calendar of the reader's zone, as the date beside them. */
  deadline: (Deadline & { daysLeft: number }) | null;
  /** A letter a day, oldest first, and all of them in a sentence. */
  days: { letters: string; summary: string };
  /** What this person can do about it, right here. */
  remedy: { kind: "reconnect" } | { kind: "connect"; provider: string } | null;
}

interface RowContext {
  nowMs: number;
  timeZone: string;
  mayReconnect: boolean;
  /** In what consents differ from what is asked for, where the list is of those that do. */
  drift?: DriftFilter | undefined;
}

export function listRowOf(
  view: ConnectionHealth,
  { nowMs, timeZone, mayReconnect, drift }: RowContext,
): ConnectionListRow {
  const {
    id,
    companyId,
    companyName,
    connectionType,
    tenantName,
    environment,
    freshness,
    days,
    verdict,
    note,
  } = view;
  const { status, brief, deadline } = verdict;
  const { shortName } = providerOf(connectionType);
  return {
    id,
    companyId,
    connectionType,
    companyName,
    below: `${shortName}${environment === "sandbox" ? " sandbox" : ""} · ${tenantName}`,
    status,
    snoozed: isSnoozed(note),
    since: drift ? null : sinceOf(verdict, nowMs),
    brief: drift ? driftBriefly(view, drift) : note ? noteBriefly(note, timeZone) : brief,
    explanation: explanationOf(view, { timeZone, drift }),
    freshness,
    nowMs,
    deadline: deadline && { ...deadline, daysLeft: Math.max(0, daysBetween(nowMs, deadline.at, timeZone)) },
    days: { letters: lettersOf(days), summary: summaryOf(days) },
    remedy: mayReconnect && isOffered(connectionType) ? remedyOf(view, drift) : null,
  };
}

/** In what the consent differs, where the list is of that; else effect and who acts. */
function explanationOf(
  view: ConnectionHealth,
  { timeZone, drift }: Pick<RowContext, "timeZone" | "drift">,
): string {
  const { note, verdict } = view;
  if (drift) return driftBriefly(view, drift);
  if (NEEDS_NO_WORDS.has(verdict.status)) return "";
  return [note && noteWords(note, timeZone), verdict.sentence, verdict.nextStep].filter(Boolean).join(" ");
}

/** How long it has been so; what expires soon tells how long it still works instead. */
export function sinceOf(
  { status, since }: ConnectionHealth["verdict"],
  nowMs: number,
): ConnectionListRow["since"] {
  if (!since || status === "expiring_soon") return null;
  return { at: since, words: shortSpan(nowMs - since.getTime()) };
}

function remedyOf(
  { verdict, connectionType }: ConnectionHealth,
  drift: DriftFilter | undefined,
): ConnectionListRow["remedy"] {
  if (verdict.status === "disconnected") return { kind: "connect", provider: connectionType };
  const lacksAccess = drift !== undefined && drift.kind !== "unwanted";
  return verdict.consentHelps || lacksAccess ? { kind: "reconnect" } : null;
}
