import type { ReadDeps, Session } from "@/lib/db";
import { deviceOf } from "./device-of";

/** A session that goes on, as its person and admins see it. */
export interface SessionView extends Pick<Session, "id" | "ipAddress" | "startedAt" | "lastSeenAt"> {
  /** "Firefox on Windows". */
  device: string;
}

/** Sessions that a page shows; more are ended together with them. */
const SHOWN = 50;

/** The sessions of a person that go on, the one seen last first. */
export async function sessionsOf({ database, clock }: ReadDeps, userId: string): Promise<SessionView[]> {
  const rows = await database.query<Omit<SessionView, "device"> & Pick<Session, "userAgent">>(
    `SELECT s.id, s."userAgent", s."ipAddress", s."startedAt", s."lastSeenAt"
     FROM "Session" s JOIN "User" u ON u.id = s."userId"
     WHERE s."userId" = $1 AND s."sessionVersion" = u."sessionVersion" AND u."disabledAt" IS NULL
       AND s."expiresAt" > $2
     ORDER BY s."lastSeenAt" DESC, s.id LIMIT $3`,
    [userId, new Date(clock.nowMs()), SHOWN],
  );
  return rows.map(({ userAgent, ...session }) => ({ ...session, device: deviceOf(userAgent) }));
}
