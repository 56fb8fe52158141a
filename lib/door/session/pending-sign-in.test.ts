import { expect, it } from "vitest";
import { testEnv } from "@/dev/vitest/test-env";
import { encryptDevice, openDevice } from "./known-device";
import { encryptPending, newPending, openPending } from "./pending-sign-in";
import { encryptSession, newClaims, openSession } from "./session-token";

const { auth } = testEnv();
const nowMs = Date.now();
const pending = newPending({ id: "u1", sessionVersion: 3, step: "second_factor" }, "a@example.com", nowMs);

it("brings back what was sealed, for five minutes", async () => {
  const cookie = await encryptPending(auth, pending);
  expect(await openPending(auth, cookie, nowMs)).toEqual(pending);
  expect(await openPending(auth, cookie, nowMs + 5 * 60_000 - 1)).toEqual(pending);
  expect(await openPending(auth, cookie, nowMs + 5 * 60_000)).toBeNull();
});

it("opens no session and is no device, and neither opens it", async () => {
  const cookie = await encryptPending(auth, pending);
  expect(await openSession(auth, cookie, nowMs)).toBeNull();
  expect(await openDevice(auth, cookie)).toEqual([]);
  const session = await encryptSession(auth, newClaims({ id: "u1", sessionId: "s1" }, nowMs));
  expect(await openPending(auth, session, nowMs)).toBeNull();
  expect(await openPending(auth, await encryptDevice(auth, [], "a"), nowMs)).toBeNull();
});

it("refuses what another secret sealed, and what is damaged", async () => {
  const cookie = await encryptPending({ ...auth, secret: "x".repeat(64) }, pending);
  for (const wrong of [cookie, "", undefined, "a.b.c", "x".repeat(5_000)])
    expect(await openPending(auth, wrong, nowMs)).toBeNull();
});
