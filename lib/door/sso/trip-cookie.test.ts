import { expect, it } from "vitest";
import { encryptPending, newPending } from "../session/pending-sign-in";
import { encryptTrip, openTrip, tripCookie } from "./trip-cookie";

const auth = {
  secret: "a-long-enough-secret-for-the-session-cookie",
  url: "https://countersign.example.com",
};
const check = { state: "s", nonce: "n", codeVerifier: "v", fresh: false, startedAtMs: 1 };
const trip = { check, purpose: { kind: "sign_in" as const }, returnTo: "/health" };

it("a way to the identity provider comes back as it was sealed", async () => {
  expect(await openTrip(auth, await encryptTrip(auth, trip))).toEqual(trip);
  const linking = { ...trip, purpose: { kind: "link" as const, userId: "u", sessionId: "s" } };
  expect(await openTrip(auth, await encryptTrip(auth, linking))).toEqual(linking);
  expect(tripCookie(auth)).toMatchObject({
    name: "__Host-countersign.sso",
    options: { httpOnly: true, secure: true, sameSite: "lax", maxAge: 600 },
  });
});

it("the cookie shows nothing of what it holds", async () => {
  const sealed = await encryptTrip(auth, { ...trip, check: { ...check, codeVerifier: "verifier-in-clear" } });
  const readable = sealed
    .split(".")
    .map((part) => Buffer.from(part, "base64url").toString())
    .join();
  expect(readable).not.toContain("verifier-in-clear");
});

it.each([
  ["none", undefined],
  ["a forged one", "forged"],
  ["a long one", "a".repeat(5_000)],
])("%s opens nothing", async (_what, cookie) => {
  expect(await openTrip(auth, cookie)).toBeNull();
});

it("a cookie of another secret or of another kind opens nothing", async () => {
  const other = { ...auth, secret: "another-secret-that-is-long-enough-as-well" };
  expect(await openTrip(auth, await encryptTrip(other, trip))).toBeNull();
  const pending = newPending({ id: "u", sessionVersion: 1, step: "second_factor" }, "a@example.com", 0);
  expect(await openTrip(auth, await encryptPending(auth, pending))).toBeNull();
});

it("an address that would not fit is not gone back to", async () => {
  const sealed = await encryptTrip(auth, { ...trip, returnTo: `/audit?q=${"a".repeat(1_990)}` });
  expect(sealed.length).toBeLessThan(4_096);
  expect(await openTrip(auth, sealed)).toMatchObject({ returnTo: "/" });
});
