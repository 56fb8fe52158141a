import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Env } from "@/lib/env";
import { SESSION_SECONDS, type SessionClaims, type SessionUser } from "@/lib/people/session-user";
import { ownCookie } from "./own-cookie";

const claimsSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  startedAtMs: z.number(),
}) satisfies z.ZodType<SessionClaims>;

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
export function encryptSession({ secret }: Auth, claims: SessionClaims): Promise<string> {
  return encode({ token: { ...claims }, secret, maxAge: SESSION_SECONDS });
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
