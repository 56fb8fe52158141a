import type { ProblemNote } from "@/lib/db";
import { shownName, shownText } from "@/lib/shown-text";
import { problemSql } from "./problem";

/** A note as a connection's row and page show it. */
export interface NoteView extends Pick<ProblemNote, "id" | "reason" | "byId" | "byName" | "at" | "until"> {
  /** It stands; or it has ended while the trouble goes on: its time was over, or the cause is another. */
  state: "standing" | "time" | "changed";
}

/**
 * Joins the note that a connection's row tells of: one at most, by a unique index, and none from before its newest
 * consent. Expects c = "Connection".
 */
export const NOTE_JOIN = `LEFT JOIN "ProblemNote" note
  ON note."connectionId" = c.id AND note.current AND note."consentAt" = c."connectedAt"`;

export const NOTE_COLUMNS = `note.id AS "noteId", note.problem AS "noteProblem", note.reason AS "noteReason",
  note.until AS "noteUntil", note."byId" AS "noteById", note."byName" AS "noteByName", note.at AS "noteAt",
  note."endedAt" AS "noteEndedAt", note."endedWhy" AS "noteEndedWhy"`;

export interface NoteRow {
  noteId: string | null;
  noteProblem: string | null;
  noteReason: string | null;
  noteUntil: Date | null;
  noteById: string | null;
  noteByName: string | null;
  noteAt: Date | null;
  noteEndedAt: Date | null;
  noteEndedWhy: string | null;
}

/** Whether a connection's problem is snoozed now. @param now The placeholder of the current time. */
export function snoozedSql(now: string): string {
  return `(note."endedAt" IS NULL AND note.until > ${now} AND note.problem = (${problemSql(now)})) IS TRUE`;
}

/** @param problem What is wrong now; null while nothing is. */
export function noteViewOf(row: NoteRow, problem: string | null, nowMs: number): NoteView | null {
  const { noteId: id, noteReason, noteById: byId, noteByName, noteAt: at, noteUntil: until } = row;
  if (id === null || noteReason === null || byId === null || noteByName === null || at === null) return null;
  const state = stateOf(row, problem, nowMs);
  return (
    state && { id, reason: shownText(noteReason), byId, byName: shownName(noteByName), at, until, state }
  );
}

/** What a job puts down as ended is so at once. */
function stateOf(
  { noteProblem, noteUntil, noteEndedAt, noteEndedWhy }: NoteRow,
  problem: string | null,
  nowMs: number,
): NoteView["state"] | null {
  if (problem === null) return null;
  if (noteEndedAt) return noteEndedWhy === "time" ? "time" : "changed";
  if (isBeneath(noteProblem, problem)) return null;
  if (noteProblem !== problem) return "changed";
  return noteUntil && noteUntil.getTime() <= nowMs ? "time" : "standing";
}

/** A provider's trouble lies on a deadline for a while: the note on the deadline waits below it. */
function isBeneath(noted: string | null, problem: string): boolean {
  return noted?.startsWith("expiring_soon") === true && problem.startsWith("provider_trouble");
}

/** The same as SQL. */
export const beneathSql = (noted: string, problem: string) =>
  `(${noted} LIKE 'expiring_soon%' AND ${problem} LIKE 'provider_trouble%')`;
