import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type Database, newId, type ProblemNote, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { currentActor } from "@/lib/request-context";
import { isVisible, shownName } from "@/lib/shown-text";
import { DAY_MS } from "@/lib/time/durations";
import { utcMinute } from "@/lib/time/utc-minute";
import { CONNECTION_COLUMNS, CONNECTION_TABLES, type ConnectionRow } from "../connections/connection-row";
import { problemSql } from "./problem";

const NOTE_REASON = { min: 5, max: 500 } as const;
export const MAX_SNOOZE_DAYS = 30;

interface NoteDeps {
  database: Database;
  clock: Clock;
}

interface NoteRequest {
  connectionId: string;
  /** Until when the problem rests; null says only who is on it. */
  untilMs: number | null;
  reason: string;
  /** As of now: the note keeps it. */
  byName: string;
  /** The note that this person saw there, which theirs takes the place of; null where there was none. */
  seenId: string | null;
}

type Subject = Pick<ConnectionRow, "companyId" | "companyName" | "connectionType" | "connectedAt"> & {
  problem: string | null;
};

/**
 * Puts down who is on a connection's problem, or until when it rests. Nothing else changes: neither its status nor any
 * figure. The same note sent twice is one.
 *
 * @returns The note's id.
 * @throws {CountersignError} `not_found`; `invalid_input`, naming the field where one is at fault: nothing is wrong with
 *   the connection, the reason is too short or too long, the time is past or too far off, the note seen is another connection's, another person was first.
 */
export async function noteProblem(
  { database, clock }: NoteDeps,
  { connectionId, untilMs, byName, seenId, ...given }: NoteRequest,
): Promise<string> {
  const atMs = clock.nowMs();
  const reason = requireReason(given.reason);
  const until = untilMs === null ? null : requireUntil(untilMs, atMs);
  return database.transaction(async (tx) => {
    const { problem, connectedAt, ...subject } = await requireSubject(tx, connectionId, atMs);
    if (problem === null) {
      const message = `Nothing is wrong with ${shownName(subject.companyName)} any more.`;
      throw new CountersignError("invalid_input", message, { unchanged: true });
    }
    if (seenId !== null) await requireNoteOf(tx, connectionId, seenId);
    const actor = currentActor().id;
    const found = await currentNote(tx, connectionId);
    const isOver = found && found.consentAt.getTime() !== connectedAt.getTime();
    if (found && !isOver && found.id !== seenId) {
      const isSame = found.byId === actor && found.reason === reason && !found.until === !until;
      if (isSame && !found.endedAt) return found.id;
      throw taken(found);
    }
    if (found)
      await putAway(tx, found.id, isOver ? { why: "over", atMs } : { why: "replaced", by: actor, atMs });
    const id = newId(atMs);
    const written = await tx.query(
      `INSERT INTO "ProblemNote" (id, "connectionId", problem, reason, until, "consentAt", "byId", "byName", at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
      [id, connectionId, problem, reason, until, connectedAt, actor, byName, new Date(atMs)],
    );
    if (written.length === 0) throw taken(await currentNote(tx, connectionId));
    await recordAudit(tx, {
      operation: until ? "problem.snooze" : "problem.acknowledge",
      outcome: "success",
      about: { companyId: subject.companyId, connectionType: subject.connectionType },
      via: ["POST", `/connections/${connectionId}/${until ? "snooze" : "acknowledge"}`],
      responseStatus: 201,
      errorMessage: until ? `Until ${utcMinute(until)} UTC: ${reason}` : reason,
      atMs,
    });
    return id;
  });
}

/**
 * Ends a note, or takes away the line that says how it ended. One that is gone already stays gone.
 *
 * @throws {CountersignError} `not_found` for a connection that is not there.
 */
export async function endNote(
  { database, clock }: NoteDeps,
  { connectionId, noteId }: { connectionId: string; noteId: string },
): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const { companyId, connectionType } = await requireSubject(tx, connectionId, atMs);
    const found = await currentNote(tx, connectionId);
    if (found?.id !== noteId) return;
    await putAway(tx, noteId, { why: "by_hand", by: currentActor().id, atMs });
    if (found.endedAt) return;
    await recordAudit(tx, {
      operation: "problem.note_end",
      outcome: "success",
      about: { companyId, connectionType },
      via: ["DELETE", `/connections/${connectionId}/${found.until ? "snooze" : "acknowledge"}`],
      responseStatus: 200,
      errorMessage: `“${found.reason}” by ${shownName(found.byName)}, ended by hand.`,
      atMs,
    });
  });
}

async function requireSubject(tx: Sql, connectionId: string, nowMs: number): Promise<Subject> {
  const [subject] = await tx.query<Subject>(
    `SELECT ${CONNECTION_COLUMNS}, ${problemSql("$2")} AS problem FROM ${CONNECTION_TABLES} WHERE c.id = $1`,
    [connectionId, new Date(nowMs)],
  );
  if (!subject) throw new CountersignError("not_found", "This connection does not exist any more.");
  return subject;
}

async function currentNote(tx: Sql, connectionId: string): Promise<ProblemNote | undefined> {
  const [note] = await tx.query<ProblemNote>(
    `SELECT id, "connectionId", problem, reason, until, "consentAt", "byId", "byName", at, current, "endedAt",
       "endedWhy", "endedBy"
     FROM "ProblemNote" WHERE "connectionId" = $1 AND current FOR UPDATE`,
    [connectionId],
  );
  return note;
}

/** Whoever saw another connection's note saw nothing of this one. */
async function requireNoteOf(tx: Sql, connectionId: string, seenId: string): Promise<void> {
  const seen = await tx.query(`SELECT 1 FROM "ProblemNote" WHERE id = $1 AND "connectionId" = $2`, [
    seenId,
    connectionId,
  ]);
  if (seen.length > 0) return;
  throw new CountersignError("invalid_input", "The note that was seen is none of this connection's.", {
    field: "seenId",
    unchanged: true,
    nextStep: "Reload the page and look at its note.",
  });
}

/** What has ended already keeps its end. */
async function putAway(
  tx: Sql,
  id: string,
  { why, by, atMs }: { why: "by_hand" | "replaced" | "over"; by?: string; atMs: number },
): Promise<void> {
  await tx.query(
    `UPDATE "ProblemNote" SET current = false, "endedWhy" = COALESCE("endedWhy", $2),
       "endedBy" = CASE WHEN "endedAt" IS NULL THEN $3 END, "endedAt" = COALESCE("endedAt", $4)
     WHERE id = $1`,
    [id, why, by ?? null, new Date(atMs)],
  );
}

function requireReason(given: string): string {
  const { min, max } = NOTE_REASON;
  if (given.trim().length > max) throw invalid("reason", `Keep the reason within ${max} characters.`);
  const reason = foreignText(given, max).trim();
  if ([...reason].filter(isVisible).length >= min) return reason;
  throw invalid("reason", `Give a reason of ${min} characters or more.`);
}

function requireUntil(untilMs: number, nowMs: number): Date {
  if (!Number.isFinite(untilMs)) throw invalid("until", "Choose a day.");
  if (untilMs <= nowMs) throw invalid("until", "That time has passed. Choose a later one.");
  if (untilMs > nowMs + MAX_SNOOZE_DAYS * DAY_MS)
    throw invalid("until", `A problem can be snoozed for ${MAX_SNOOZE_DAYS} days at most.`);
  return new Date(untilMs);
}

function taken(note: ProblemNote | undefined): CountersignError {
  if (!note) return new CountersignError("invalid_input", "Another person's note has just ended.");
  const does = note.until ? `snoozed it until ${utcMinute(note.until)} UTC` : "is on it";
  const message = `${shownName(note.byName)} ${does}: “${note.reason}”.`;
  const nextStep = "Reload the page to take over.";
  return new CountersignError("invalid_input", message, { unchanged: true, nextStep });
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
