import { randomUUID } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Env } from "@/lib/env";
import type { PendingSignIn } from "@/lib/people";
import { ownCookie } from "./own-cookie";

type Auth = Env["auth"];

const PENDING_SECONDS = 5 * 60;
const MAX_COOKIE_CHARACTERS = 4_096;
/** Makes another key of the same secret: this cookie is no session's, and the other way round. */
const SALT = "countersign.second-factor";

const pendingSchema = z.object({
  id: z.string(),
  sessionVersion: z.number(),
  step: z.enum(["second_factor", "set_up"]),
  email: z.string(),
  startedAtMs: z.number(),
  browser: z.string(),
});

/** A sign-in whose password was right, in the browser that it was typed in. */
export interface PendingInBrowser extends PendingSignIn {
  /** As it was typed. */
  email: string;
  startedAtMs: number;
  /** Stands for this browser. */
  browser: string;
}

export function pendingCookie(auth: Auth) {
  const { name, options } = ownCookie("countersign.second-factor", auth);
  return { name, options: { ...options, maxAge: PENDING_SECONDS } } as const;
}

export function newPending(pending: PendingSignIn, email: string, nowMs: number): PendingInBrowser {
  return { ...pending, email, startedAtMs: nowMs, browser: randomUUID() };
}

export function encryptPending({ secret }: Auth, pending: PendingInBrowser): Promise<string> {
  return encode({ token: { ...pending }, secret, salt: SALT, maxAge: PENDING_SECONDS });
}

/** Null for a forged, damaged or expired cookie: the password is asked for again. */
export async function openPending(
  { secret }: Auth,
  cookie: string | undefined,
  nowMs: number,
): Promise<PendingInBrowser | null> {
  if (!cookie || cookie.length > MAX_COOKIE_CHARACTERS) return null;
  const payload = await decode({ token: cookie, secret, salt: SALT }).catch(() => null);
  const pending = pendingSchema.safeParse(payload);
  if (!pending.success || nowMs >= pending.data.startedAtMs + PENDING_SECONDS * 1_000) return null;
  return pending.data;
}
