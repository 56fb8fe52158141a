import { expect, it } from "vitest";
import { deviceCookie, encryptDevice, openDevice } from "./known-device";
import { encryptSession, openSession } from "./session-token";

const auth = { secret: "a-long-enough-secret-for-the-session-cookie", url: "https://countersign.example" };

it("remembers the last five accounts that signed in on it", async () => {
  let known: readonly string[] = [];
  for (const account of ["a", "b", "c", "a", "d", "e", "f"]) {
    known = await openDevice(auth, await encryptDevice(auth, known, account));
  }
  expect(known).toEqual(["f", "e", "d", "a", "c"]);
});

it("is unknown with a forged, damaged or foreign cookie, and with a session's", async () => {
  const cookie = await encryptDevice(auth, [], "a");
  const foreign = await encryptDevice({ ...auth, secret: "another-secret-of-sufficient-length" }, [], "a");
  const session = await encryptSession(auth, { sub: "u1", sid: "s1", startedAtMs: Date.now() });
  for (const bad of [
    undefined,
    "",
    "x.y.z",
    `${cookie.slice(0, -3)}AAA`,
    foreign,
    session,
    "x".repeat(5_000),
  ]) {
    expect(await openDevice(auth, bad)).toEqual([]);
  }
  expect(await openSession(auth, cookie, Date.now())).toBeNull();
});

it("is kept from scripts, foreign posts, other hosts and plain http", () => {
  expect(deviceCookie(auth)).toMatchObject({
    name: "__Host-countersign.device",
    options: { httpOnly: true, sameSite: "lax", secure: true, path: "/" },
  });
  expect(deviceCookie({ ...auth, url: "http://localhost:3000" }).name).toBe("countersign.device");
});
