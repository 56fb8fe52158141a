import { formatAbsolute } from "@/components/ui/time-format";
import type { NoteView } from "@/lib/health";
import {
  changedSinceSnoozed,
  changedSinceTaken,
  isOnIt,
  isOnItBriefly,
  newCause,
  snoozedUntil,
  snoozeOver,
} from "./words";

/** A note in a sentence: who, until when, why; or why it ended while the trouble goes on. */
export function noteWords({ byName, reason, until, state }: NoteView, timeZone: string): string {
  if (state === "changed") return (until ? changedSinceSnoozed : changedSinceTaken)(byName, reason);
  if (state === "time") return snoozeOver(byName, reason);
  return until ? snoozedUntil(formatAbsolute(until, timeZone), byName, reason) : isOnIt(byName, reason);
}

/** The same where a row has room for a few words. */
export function noteBriefly({ byName, reason, until, state }: NoteView, timeZone: string): string {
  if (state === "changed") return newCause(until ? "snooze" : "note");
  if (state === "time") return "snooze over";
  return until
    ? `until ${formatAbsolute(until, timeZone, { dateOnly: true })}: ${reason}`
    : isOnItBriefly(byName, reason);
}

export const isSnoozed = (note: NoteView | null): boolean =>
  note?.state === "standing" && note.until !== null;
