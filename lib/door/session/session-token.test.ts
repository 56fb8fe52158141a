import { decode, encode } from "next-auth/jwt";
import { expect, it } from "vitest";
import { SESSION_SECONDS } from "@/lib/people/session-user";
import { encryptSession, newClaims, openSession, sessionCookie } from "./session-token";

const auth = { secret: "a-long-enough-secret-for-the-session-cookie", url: "https://countersign.example" };
const nowMs = Date.now();
const claims = newClaims({ id: "u1", sessionId: "s1" }, nowMs);

it("survives sealing and opening, and holds nothing but whom, which session and since when", async () => {
  const cookie = await encryptSession(auth, claims);
  expect(await openSession(auth, cookie, nowMs)).toEqual({ sub: "u1", sid: "s1", startedAtMs: nowMs });
  const payload = await decode({ token: cookie, secret: auth.secret });
  expect(Object.keys(payload ?? {}).sort()).toEqual(["exp", "iat", "jti", "sid", "startedAtMs", "sub"]);
});

it("ends eight hours after signing in, even if next-auth has prolonged the token", async () => {
  const prolonged = await encode({ token: { ...claims }, secret: auth.secret, maxAge: 30 * 24 * 60 * 60 });
  const endMs = nowMs + SESSION_SECONDS * 1_000;
  expect(SESSION_SECONDS).toBeLessThanOrEqual(8 * 60 * 60);
  expect(await openSession(auth, prolonged, endMs - 1)).toEqual(claims);
  expect(await openSession(auth, prolonged, endMs)).toBeNull();
});

it("opens no damaged, foreign or empty cookie", async () => {
  const cookie = await encryptSession(auth, claims);
  const damaged = `${cookie.slice(0, -6)}${cookie.endsWith("A") ? "B" : "A"}${cookie.slice(-5)}`;
  const foreign = await encryptSession({ ...auth, secret: "another-secret-of-sufficient-length" }, claims);
  for (const bad of [damaged, foreign, "", "x.y.z", undefined])
    expect(await openSession(auth, bad, nowMs)).toBeNull();
});

it("is kept from scripts and foreign posts, and from plain http where there is https", () => {
  expect(sessionCookie(auth)).toMatchObject({
    name: "__Host-next-auth.session-token",
    options: { httpOnly: true, sameSite: "lax", secure: true, path: "/" },
  });
  expect(sessionCookie({ ...auth, url: "http://localhost:3000" }).options.secure).toBe(false);
});
