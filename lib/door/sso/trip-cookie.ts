import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Env } from "@/lib/env";
import { SSO_TRIP_SECONDS, type SsoTrip } from "@/lib/people";
import { ownCookie } from "../session/own-cookie";

type Auth = Env["auth"];

const MAX_COOKIE_CHARACTERS = 4_096;
/** Addresses that are longer are not gone back to: the cookie must fit. */
const MAX_RETURN_CHARACTERS = 1_500;
/** Makes another key of the same secret: this cookie is no session's, and the other way round. */
const SALT = "countersign.sso";

const inSession = (kind: "confirm" | "link") =>
  z.object({ kind: z.literal(kind), userId: z.string(), sessionId: z.string() });

const tripSchema = z.object({
  check: z.object({
    state: z.string().min(1),
    nonce: z.string().min(1),
    codeVerifier: z.string().min(1),
    fresh: z.boolean(),
    startedAtMs: z.number(),
  }),
  purpose: z.union([z.object({ kind: z.literal("sign_in") }), inSession("confirm"), inSession("link")]),
  returnTo: z.string(),
});

/** A way to the identity provider, and where in Countersign it leads in the end. */
export interface TripInBrowser extends SsoTrip {
  returnTo: string;
}

export function tripCookie(auth: Auth) {
  const { name, options } = ownCookie("countersign.sso", auth);
  return { name, options: { ...options, maxAge: SSO_TRIP_SECONDS } } as const;
}

export function encryptTrip({ secret }: Auth, { check, purpose, returnTo }: TripInBrowser): Promise<string> {
  const back = returnTo.length > MAX_RETURN_CHARACTERS ? "/" : returnTo;
  return encode({ token: { check, purpose, returnTo: back }, secret, salt: SALT, maxAge: SSO_TRIP_SECONDS });
}

/** Null for a forged, damaged or expired cookie. */
export async function openTrip({ secret }: Auth, cookie: string | undefined): Promise<TripInBrowser | null> {
  if (!cookie || cookie.length > MAX_COOKIE_CHARACTERS) return null;
  const payload = await decode({ token: cookie, secret, salt: SALT }).catch(() => null);
  const trip = tripSchema.safeParse(payload);
  return trip.success ? (trip.data as TripInBrowser) : null;
}
