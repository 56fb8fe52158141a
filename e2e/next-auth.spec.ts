import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./journey";
import { postToNextAuth } from "./next-auth-client";
import { stackHandle } from "./stack-handle";

const signedIn = async (request: APIRequestContext) =>
  Object.keys(await (await request.get("/api/auth/session")).json()).length > 0;

test("a second sign-in by next-auth ends the session before it, and every copy of its cookie", async ({
  page,
  playwright,
  world,
}) => {
  const { id, email, password } = await world.user("support");
  const { request } = page;
  const signIn = () => postToNextAuth(request, "callback/credentials", { email, password });
  expect((await signIn()).status()).toBe(302);
  const { appUrl: baseURL } = stackHandle();
  const storageState = await page.context().storageState();
  const thief = await playwright.request.newContext({ baseURL, storageState });
  expect(await signedIn(thief)).toBe(true);

  expect((await signIn()).status()).toBe(302);
  expect(await signedIn(request)).toBe(true);
  // next-auth takes the cookie away from who shows a session that has ended.
  const again = await playwright.request.newContext({ baseURL, storageState });
  expect(await signedIn(again)).toBe(false);
  await Promise.all([thief.dispose(), again.dispose()]);
  const sessions = await world.database.query(`SELECT 1 FROM "Session" WHERE "userId" = $1`, [id]);
  expect(sessions).toHaveLength(1);
  const ends = await world.database.query(
    `SELECT operation FROM "AuditLog" WHERE "apiEndpoint" = $1 AND outcome = 'success'`,
    [`/users/${id}/sessions/replaced`],
  );
  expect(ends).toEqual([{ operation: "session.end" }]);
});

test("next-auth's sign-in and sign-out lead to no other site", async ({ page, world }) => {
  const { email, password } = await world.user("support");
  const { appUrl } = stackHandle();
  for (const callbackUrl of [
    "https://example.test/",
    "//example.test/",
    "/\\example.test/",
    `blob:${appUrl}/x`,
  ]) {
    for (const endpoint of ["callback/credentials", "signout"]) {
      const answer = await postToNextAuth(page.request, endpoint, { email, password, callbackUrl });
      const location = answer.headers().location ?? appUrl;
      expect(new URL(location, appUrl).origin, `${endpoint} to ${callbackUrl}`).toBe(appUrl);
      expect(location).toMatch(/^(?:https?:|\/(?![/\\]))/);
    }
  }
});

test("signing out by next-auth takes the session, and leaves the theme and the known device", async ({
  page,
  world,
}) => {
  const { email, password } = await world.user("support");
  await postToNextAuth(page.request, "callback/credentials", { email, password });
  await page.context().addCookies([{ name: "theme", value: "dark", url: stackHandle().appUrl }]);
  const values = async () =>
    Object.fromEntries((await page.context().cookies()).map(({ name, value }) => [name, value]));
  const before = await values();
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining(["theme", "countersign.device", "next-auth.session-token"]),
  );
  await postToNextAuth(page.request, "signout", {});
  const after = await values();
  expect(after["next-auth.session-token"]).toBeUndefined();
  expect([after.theme, after["countersign.device"]]).toEqual(["dark", before["countersign.device"]]);
});
