import { formatAbsolute } from "@/components/ui/time-format";
import type { NoteView } from "@/lib/health";

/** A note in a sentence: who, until when, why; or why it ended while the trouble goes on. */
export function noteWords({ byName, reason, until, state }: NoteView, timeZone: string): string {
  if (state === "changed")
    return `The cause is another since ${byName} ${until ? "snoozed it" : "took it on"}: “${reason}”.`;
  if (state === "time") return `The snooze by ${byName} is over: “${reason}”.`;
  return until
    ? `Snoozed until ${formatAbsolute(until, timeZone)} by ${byName}: “${reason}”.`
    : `${byName} is on it: “${reason}”.`;
}

/** The same where a row has room for a few words. */
export function noteBriefly({ byName, reason, until, state }: NoteView, timeZone: string): string {
  if (state === "changed") return `new cause, ${until ? "snooze" : "note"} ended`;
  if (state === "time") return "snooze over";
  return until
    ? `until ${formatAbsolute(until, timeZone, { dateOnly: true })}: ${reason}`
    : `${byName} is on it: ${reason}`;
}

export const isSnoozed = (note: NoteView | null): boolean =>
  note?.state === "standing" && note.until !== null;
