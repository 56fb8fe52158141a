import type { Clock } from "@/lib/clock";
import { companyNamesOf } from "@/lib/companies/views";
import type { Database, ReadDeps } from "@/lib/db";
import { endedNotes } from "@/lib/health/views";
import { apiKeys, joinedAt } from "@/lib/people/views";
import { shownName, shownText } from "@/lib/shown-text";
import { connections } from "@/lib/token/views";
import type { AlertPlace } from "../history";
import type { AlertKind } from "../payload";
import { kindsFor } from "./audience";

const NOTIFICATIONS_SIZE = 100;
/** More are "99+". */
export const MOST_COUNTED = 100;

/** Whose notifications: what they may see depends on their role now. */
export interface Reader {
  userId: string;
  role: Parameters<typeof kindsFor>[0];
}

/** One line: a problem began or is over, or a note of this person's own has ended. */
export interface Notification {
  id: string;
  at: Date;
  isUnread: boolean;
  /** Null for a note of theirs. */
  kind: AlertKind | null;
  event: "began" | "over" | "note";
  /** The connection's, incident's, key's or receiver's id. */
  subjectId: string;
  companyId: string;
  companyName: string | null;
  connectionType: string;
  key: { name: string; end: "revoked" | "expired" | "later" } | null;
  note: { reason: string; isSnooze: boolean; endedWhy: string } | null;
}

export interface NotificationPage {
  notifications: Notification[];
  /** Up to when all of this and what came before is read, once it is marked; null where there is nothing. */
  newestMs: number | null;
  older: AlertPlace | null;
}

interface Row extends Omit<Notification, "key" | "note"> {
  keyName: string | null;
  keyRevokedAt: Date | null;
  keyExpiresAt: Date | null;
  reason: string | null;
  isSnooze: boolean | null;
  endedWhy: string | null;
}

/** An end that another warning took the place of is no news, nor is the end of a key's day. */
const IS_NEWS_OF_ITS_END = `a."endedAt" IS NOT NULL AND a.kind <> 'ended_key_used' AND NOT EXISTS (
    SELECT 1 FROM "Alert" next WHERE next."subjectId" = a."subjectId" AND next."raisedAt" = a."endedAt")`;
/** Notes that a person did not end themselves. */
const ENDED_BY_ITSELF = `n."endedAt" IS NOT NULL AND n."endedWhy" IN ('over', 'time', 'changed')`;
/** What a person has read. One who has marked nothing has read what was there before them. */
const MARK = `COALESCE((SELECT m."readAt" FROM "NotificationMark" m WHERE m."userId" = $2), ${joinedAt("$2")})`;

/** A page of what happened that this person may see, newest first: from the alerts that were raised, judged once. */
export async function listNotifications(
  { database }: Pick<ReadDeps, "database">,
  { userId, role }: Reader,
  after?: AlertPlace,
): Promise<NotificationPage> {
  const place = after ?? { atMs: LAST_MS, id: "" };
  const rows = await database.query<Row>(
    `SELECT e.id, e.at, e.at > ${MARK} AS "isUnread", e.kind, e.event, e."subjectId",
       COALESCE(c."companyId", e."companyId") AS "companyId", o.name AS "companyName",
       COALESCE(c."connectionType", e."connectionType") AS "connectionType", k.name AS "keyName",
       k."revokedAt" AS "keyRevokedAt", k."expiresAt" AS "keyExpiresAt", e.reason, e."isSnooze", e."endedWhy"
     FROM (
       (SELECT 'b' || a.id AS id, a."raisedAt" AS at, a.kind, 'began' AS event, a."subjectId", a."companyId",
          a."connectionType", NULL AS reason, NULL::boolean AS "isSnooze", NULL AS "endedWhy"
        FROM "Alert" a WHERE a.kind = ANY($1) AND (a."raisedAt", 'b' || a.id) < ($3, $4)
        ORDER BY a."raisedAt" DESC, 'b' || a.id DESC LIMIT $5)
       UNION ALL
       (SELECT 'e' || a.id, a."endedAt", a.kind, 'over', a."subjectId", a."companyId", a."connectionType", NULL, NULL, NULL
        FROM "Alert" a WHERE a.kind = ANY($1) AND ${IS_NEWS_OF_ITS_END} AND (a."endedAt", 'e' || a.id) < ($3, $4)
        ORDER BY a."endedAt" DESC, 'e' || a.id DESC LIMIT $5)
       UNION ALL
       (SELECT 'n' || n.id, n."endedAt", NULL, 'note', n."connectionId", '', '', n.reason, n.until IS NOT NULL, n."endedWhy"
        FROM ${endedNotes("n")} WHERE n."byId" = $2 AND ${ENDED_BY_ITSELF} AND (n."endedAt", 'n' || n.id) < ($3, $4)
        ORDER BY n."endedAt" DESC, 'n' || n.id DESC LIMIT $5)
     ) e LEFT JOIN ${connections("c")} ON c.id = e."subjectId"
       LEFT JOIN ${companyNamesOf("o")} ON o.id = COALESCE(c."companyId", e."companyId")
       LEFT JOIN ${apiKeys("k")} ON k.id = e."subjectId"
     ORDER BY e.at DESC, e.id DESC LIMIT $5`,
    [kindsFor(role), userId, new Date(place.atMs), place.id, NOTIFICATIONS_SIZE + 1],
  );
  const shown = rows.slice(0, NOTIFICATIONS_SIZE);
  const last = shown.at(-1);
  return {
    notifications: shown.map(notificationOf),
    newestMs: after ? null : (shown[0]?.at.getTime() ?? null),
    older: rows.length > shown.length && last ? { atMs: last.at.getTime(), id: last.id } : null,
  };
}

const LAST_MS = Date.UTC(2200, 0);

/** How many they have not read, `MOST_COUNTED` at most: one statement, which indexes answer. */
export async function countUnread(
  { database }: Pick<ReadDeps, "database">,
  { userId, role }: Reader,
): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       (SELECT 1 FROM "Alert" a WHERE a.kind = ANY($1) AND a."raisedAt" > ${MARK} LIMIT $3)
       UNION ALL
       (SELECT 1 FROM "Alert" a WHERE a.kind = ANY($1) AND a."endedAt" > ${MARK} AND ${IS_NEWS_OF_ITS_END} LIMIT $3)
       UNION ALL
       (SELECT 1 FROM ${endedNotes("n")} WHERE n."byId" = $2 AND n."endedAt" > ${MARK} AND ${ENDED_BY_ITSELF} LIMIT $3)
       LIMIT $3) news`,
    [kindsFor(role), userId, MOST_COUNTED],
  );
  return row?.count ?? 0;
}

/** Marks as read all that had happened by then. A mark never moves back, and never into the time to come. */
export async function markRead(
  { database, clock }: { database: Database; clock: Clock },
  { userId, upToMs }: { userId: string; upToMs: number },
): Promise<void> {
  await database.query(
    `INSERT INTO "NotificationMark" AS m ("userId", "readAt") VALUES ($1, $2)
     ON CONFLICT ("userId") DO UPDATE SET "readAt" = GREATEST(m."readAt", $2)`,
    [userId, new Date(Math.min(upToMs, clock.nowMs()))],
  );
}

function notificationOf({
  keyName,
  keyRevokedAt,
  keyExpiresAt,
  reason,
  isSnooze,
  endedWhy,
  ...row
}: Row): Notification {
  const end = keyRevokedAt ? "revoked" : keyExpiresAt && keyExpiresAt <= row.at ? "expired" : "later";
  return {
    ...row,
    companyName: row.companyName && shownName(row.companyName),
    key: keyName === null ? null : { name: shownName(keyName), end },
    note:
      reason === null
        ? null
        : { reason: shownText(reason), isSnooze: isSnooze === true, endedWhy: endedWhy ?? "" },
  };
}
