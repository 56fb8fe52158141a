import { recordAudits } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, ProblemNote, Sql } from "@/lib/db";
import { SERVED } from "@/lib/token/views";
import { HEALTH } from "../observe/record";
import { beneathSql } from "./current-note";
import { problemSql } from "./problem";

/** How long health must have stood before a problem that no consent ended is over, for notes and alerts alike. */
export const STOOD_MS = 10 * 60_000;
const BATCH = 500;

type Ending = "over" | "time" | "changed";
type EndedNote = Pick<ProblemNote, "id" | "connectionId" | "reason" | "until" | "byName"> & {
  ending: Ending;
  companyId: string;
  connectionType: string;
};

/**
 * Puts down which notes have ended by themselves: their problem is over, its cause is another, or their time is. Those
 * of a trouble that goes on stay on its row, which says why they ended. What flaps within ten minutes is one problem.
 *
 * @returns How many.
 */
export async function endProblemNotes({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<number> {
  const nowMs = clock.nowMs();
  return database.transaction(async (tx) => {
    const found = await findEnded(tx, nowMs);
    if (found.length === 0) return 0;
    const ended = await putDown(tx, found, nowMs);
    await recordAudits(
      tx,
      ended.map(({ connectionId, companyId, connectionType, until, reason, byName, ending }) => ({
        operation: "problem.note_end",
        outcome: "success",
        by: HEALTH,
        about: { companyId, connectionType },
        via: ["EVENT", `/connections/${connectionId}/${until ? "snooze" : "acknowledge"}`],
        responseStatus: 200,
        errorMessage: `${WHY[ending]} “${reason}” by ${byName}.`,
        atMs: nowMs,
      })),
    );
    return ended.length;
  });
}

/** @returns Those that stood until now: of two processes at once one puts each down. */
async function putDown(tx: Sql, found: readonly EndedNote[], nowMs: number): Promise<EndedNote[]> {
  const ended = await tx.query<Pick<ProblemNote, "id">>(
    `UPDATE "ProblemNote" n SET "endedWhy" = e.ending, "endedAt" = $3
     FROM unnest($1::text[], $2::text[]) AS e (id, ending) WHERE n.id = e.id AND n."endedAt" IS NULL RETURNING n.id`,
    [found.map(({ id }) => id), found.map(({ ending }) => ending), new Date(nowMs)],
  );
  const gone = found.filter(({ ending }) => ending === "over").map(({ id }) => id);
  await tx.query(`UPDATE "ProblemNote" SET current = false WHERE id = ANY($1)`, [gone]);
  return found.filter((note) => ended.some(({ id }) => id === note.id));
}

const WHY: Record<Ending, string> = {
  over: "The problem is over.",
  time: "Its time is over.",
  changed: "The cause is another.",
};

function findEnded(tx: Sql, nowMs: number): Promise<EndedNote[]> {
  return tx.query<EndedNote>(
    `SELECT * FROM (
       SELECT p.*, CASE
         WHEN NOT p.live OR p."connectedAt" <> p."consentAt" THEN 'over'
         WHEN p.now IS NULL AND (p.stood OR p."consentSince") THEN 'over'
         WHEN p.now IS NULL OR p."endedAt" IS NOT NULL THEN NULL
         WHEN p.until <= $1 THEN 'time'
         WHEN p.now <> p.problem AND NOT p.beneath THEN 'changed' END AS ending
       FROM (
         SELECT s.*, ${beneathSql("s.problem", "s.now")} IS TRUE AS beneath FROM (
           SELECT note.id, note."connectionId", note.problem, note.reason, note.until, note."byName", note."endedAt",
             note."consentAt", c."companyId", c."connectionType", c."connectedAt",
             c."disconnectedAt" IS NULL AS live, ${problemSql("$1")} AS now,
             COALESCE(h.since, c."connectedAt") <= $2 AS stood,
             note.problem LIKE 'needs_reconnecting%' AND g."stateSince" > note.at AS "consentSince"
           FROM "ProblemNote" note JOIN (${SERVED}) ON c.id = note."connectionId"
             LEFT JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
           WHERE note.current) s) p
     ) e WHERE e.ending IS NOT NULL ORDER BY e.id LIMIT ${BATCH}`,
    [new Date(nowMs), new Date(nowMs - STOOD_MS)],
  );
}
