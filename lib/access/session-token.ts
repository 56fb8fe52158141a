import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Database } from "@/lib/db";
import type { Env } from "@/lib/env";
import { ownCookie } from "./own-cookie";
import { isRole, type Role } from "./roles";

/** The person behind a request, as the database has them now. */
export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
}

/** A session that has begun, and whose it is. */
export interface SessionUser {
  id: string;
  sessionId: string;
}

/** A session ends after a working day, however busy it was. */
export const SESSION_SECONDS = 8 * 60 * 60;

const claimsSchema = z.object({ sub: z.string(), sid: z.string(), startedAtMs: z.number() });
/** What a session cookie holds: no name, no role, no secret. */
export type SessionClaims = z.infer<typeof claimsSchema>;

type Auth = Env["auth"];

/** The cookie next-auth reads. */
export function sessionCookie(auth: Auth) {
  const { name, options } = ownCookie("next-auth.session-token", auth);
  return { name, options: { ...options, maxAge: SESSION_SECONDS } } as const;
}

export function newClaims(user: SessionUser, nowMs: number): SessionClaims {
  return { sub: user.id, sid: user.sessionId, startedAtMs: nowMs };
}

/** Seals claims into next-auth's own encrypted token. */
export function sealSession({ secret }: Auth, claims: SessionClaims): Promise<string> {
  return encode({ token: claims, secret, maxAge: SESSION_SECONDS });
}

/** The claims of a genuine, unexpired session cookie; null for anything else. */
export async function openSession(
  { secret }: Auth,
  cookie: string | undefined,
  nowMs: number,
): Promise<SessionClaims | null> {
  if (!cookie) return null;
  // A forged, damaged or expired cookie is an ordinary visitor, not a failure.
  const payload = await decode({ token: cookie, secret }).catch(() => null);
  return soundClaims(payload, nowMs);
}

/** next-auth prolongs a token each time it is asked about it; our own start time is what ends a session. */
export function soundClaims(payload: unknown, nowMs: number): SessionClaims | null {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success || nowMs >= claims.data.startedAtMs + SESSION_SECONDS * 1_000) return null;
  return claims.data;
}

/**
 * Reads whether the session goes on and who its user is now. Called at every request: a session that was ended, a
 * disabled or a downgraded user is one the next request already knows about.
 *
 * @returns null when the session was ended, or the user is gone or disabled.
 */
export async function userOf(database: Database, claims: SessionClaims | null): Promise<User | null> {
  if (!claims) return null;
  const [user] = await database.query<User>(
    `SELECT u.id, u.email, u.name, u.role FROM "Session" s JOIN "User" u ON u.id = s."userId"
     WHERE s.id = $1 AND u.id = $2 AND s."sessionVersion" = u."sessionVersion" AND u."disabledAt" IS NULL`,
    [claims.sid, claims.sub],
  );
  return user && isRole(user.role) ? user : null;
}
