import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { openDatabase } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Role } from "@/lib/people/roles";
import { beginSession } from "@/lib/people/sessions";
import { createUser, disableUser } from "@/lib/people/users";
import { actAs, requestContext } from "@/lib/request-context";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { authOptions } from "../session/auth-options";
import { encryptSession, newClaims, sessionCookie } from "../session/session-token";
import { route } from "./route";

const ORIGIN = "http://localhost:3000";
const { auth } = testEnv();
const clock = { nowMs: () => Date.now() };
const actor = { kind: "system", id: "test" } as const;
let runtime: Runtime;

beforeAll(async () => {
  runtime = installRuntime({
    database: openDatabase({ url: await testDatabaseUrl() }),
    clock,
    log,
    env: testEnv({ trustedProxyHops: 1 }),
  });
});
afterAll(() => runtime.database.close());

async function signedIn(role: Role) {
  const { database } = runtime;
  const person = {
    email: `${role}${Math.random()}@example.com`,
    name: "P",
    role,
    password: "correct horse battery",
  };
  const id = await actAs(actor, () => createUser({ database, clock }, person));
  const claims = newClaims(await beginSession(database, { id, sessionVersion: 1 }, Date.now()), Date.now());
  return { id, claims, cookie: `${sessionCookie(auth).name}=${await encryptSession(auth, claims)}` };
}

const answer = route<{ id: string }>("audit.export", async ({ user, params, requestId }) =>
  Response.json({
    role: user.role,
    id: params.id,
    ip: requestContext().ipAddress,
    actor: requestContext().actor?.id,
    requestId,
  }),
);

function knock(headers: Record<string, string>, method = "GET", door = answer): Promise<Response> {
  const request = new NextRequest(`${ORIGIN}/audit/export?format=csv`, { method, headers });
  return door(request, { params: Promise.resolve({ id: "7" }) });
}

it("answers a user whose role includes the verb, under the request's audit context", async () => {
  const { id, cookie } = await signedIn("support");
  const response = await knock({ cookie, "x-forwarded-for": "6.6.6.6, 203.0.113.5" });
  const seen = { role: "support", id: "7", ip: "203.0.113.5", actor: id };
  expect(await response.json()).toMatchObject(seen);
});

it("refuses others with the status and a request id that finds the audit row", async () => {
  const { id, cookie } = await signedIn("finance");
  const response = await knock({ cookie });
  const body = await response.json();
  expect([response.status, body.code]).toEqual([403, "not_allowed"]);
  const rows = await runtime.database.query(
    'SELECT operation, "userId", "apiEndpoint" FROM "AuditLog" WHERE "requestId" = $1',
    [body.requestId],
  );
  expect(rows).toEqual([{ operation: "access.refuse", userId: id, apiEndpoint: "/audit/export" }]);
});

it("sends a visitor's page load to the sign-in page and back, and tells a program 401", async () => {
  const page = await knock({ accept: "text/html,*/*" });
  expect([page.status, page.headers.get("location")]).toEqual([
    303,
    `${ORIGIN}/sign-in?returnTo=%2Faudit%2Fexport%3Fformat%3Dcsv`,
  ]);
  expect((await knock({})).status).toBe(401);
});

it("refuses a changing request whose Origin is absent or foreign", async () => {
  const { cookie } = await signedIn("admin");
  for (const origin of [undefined, "null", "https://evil.example"]) {
    const response = await knock({ cookie, ...(origin && { origin }) }, "POST");
    expect(response.status).toBe(403);
  }
  expect((await knock({ cookie, origin: ORIGIN }, "POST")).status).toBe(200);
});

it("keeps a failure's own status, who must act and when to try again, and the text of an unforeseen one to the log", async () => {
  const { cookie } = await signedIn("admin");
  const failing = (error: Error) =>
    route<{ id: string }>("audit.export", async () => {
      throw error;
    });
  const known = await knock({ cookie }, "GET", failing(new CountersignError("not_found", "No such export.")));
  expect([known.status, (await known.json()).message]).toEqual([404, "No such export."]);
  const refused = new CountersignError("too_many_attempts", "Wait.", { retryAfterMs: 1_500 });
  const later = await knock({ cookie }, "GET", failing(refused));
  expect(later.headers.get("retry-after")).toBe("2");
  expect(await later.json()).toEqual({
    code: "too_many_attempts",
    message: "Wait.",
    owner: "us",
    retryable: true,
    retryAfterMs: 1_500,
    requestId: expect.any(String),
  });
  const unknown = await knock({ cookie }, "GET", failing(new Error("canary")));
  expect([unknown.status, (await unknown.text()).includes("canary")]).toEqual([500, false]);
});

it("tells a person who loads a page what failed, in words, with the request id and no markup of the message's", async () => {
  const { cookie } = await signedIn("finance");
  const headers = { cookie: `${cookie}; theme=dark`, accept: "text/html,*/*" };
  const refused = await knock(headers);
  const page = await refused.text();
  expect([refused.status, refused.headers.get("content-type")]).toEqual([403, "text/html; charset=utf-8"]);
  expect(page).toContain("<h1>This takes another role</h1>");
  expect(page).toContain('data-theme="dark"');
  const [, requestId] = /<code>([^<]+)<\/code>/.exec(page) ?? [];
  const query = 'SELECT operation FROM "AuditLog" WHERE "requestId" = $1';
  expect(await runtime.database.query(query, [requestId])).toEqual([{ operation: "access.refuse" }]);

  const { cookie: admin } = await signedIn("admin");
  const failing = (error: Error) =>
    route<{ id: string }>("audit.export", async () => {
      throw error;
    });
  const load = (error: Error) =>
    knock({ cookie: admin, accept: "text/html" }, "GET", failing(error)).then((response) => response.text());
  const markup = await load(new CountersignError("not_found", 'No "<script>" here.'));
  expect(markup).toContain("No &quot;&lt;script&gt;&quot; here.");
  const unforeseen = await load(new Error("canary"));
  expect(unforeseen).toContain("Something failed on our side");
  expect(unforeseen).not.toContain("canary");
});

it("ends next-auth's own session with the user's, and shows no name or role in it", async () => {
  const { callbacks } = authOptions();
  const { id, claims } = await signedIn("support");
  const ask = () => callbacks?.jwt?.({ token: { ...claims, name: "planted" } } as never);
  expect(await ask()).toEqual(claims);
  await actAs(actor, () => disableUser({ database: runtime.database, clock }, id));
  await expect(ask()).rejects.toThrow("The session has ended");
  const session = { expires: "soon", user: { name: "P", email: "p@example.com" } };
  expect(await callbacks?.session?.({ session } as never)).toEqual({ expires: "soon" });
});
