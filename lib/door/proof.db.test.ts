import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { openDatabase } from "@/lib/db";
import { log } from "@/lib/log";
import { beginSession } from "@/lib/people/sessions";
import { createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { runAction } from "./action";
import { route } from "./route/route";
import { encryptSession, newClaims, sessionCookie } from "./session/session-token";

const { auth } = testEnv();
const ORIGIN = auth.url;
let aheadMs = 0;
const clock = { nowMs: () => Date.now() + aheadMs };
let runtime: Runtime;
let cookie = "";
let ran = 0;

beforeAll(async () => {
  const database = openDatabase({ url: await testDatabaseUrl() });
  runtime = installRuntime({ database, clock, log, env: testEnv() });
  const person = { email: "a@example.com", name: "A", role: "admin", password: "correct horse battery" };
  const id = await actAs({ kind: "system", id: "test" }, () => createUser({ database, clock }, person));
  const session = await beginSession(database, { id, sessionVersion: 1 }, clock.nowMs());
  cookie = await encryptSession(auth, newClaims(session, clock.nowMs()));
});
afterAll(() => runtime.database.close());

const file = route("audit.export", async ({ stillAllowed }) => {
  // As an export that goes on for longer.
  aheadMs += 6 * 60_000;
  await stillAllowed();
  return new Response("rows");
});

function load(accept: string): Promise<Response> {
  const headers = { accept, cookie: `${sessionCookie(auth).name}=${cookie}` };
  const request = new NextRequest(`${ORIGIN}/audit/export?format=csv`, { headers });
  return file(request, { params: Promise.resolve({}) });
}

function post(verb: "keys.manage" | "alerts.manage") {
  const input = z.object({ name: z.string() });
  const run = async () => {
    ran += 1;
  };
  const formData = new FormData();
  formData.append("name", "billing");
  const headers = new Headers({ origin: ORIGIN, "x-countersign-path": "/settings/keys/new?x=1" });
  const knock = { method: "POST", path: "/settings/keys/new", headers, cookie: () => cookie, formData };
  return runAction(runtime, { verb, input, run }, knock);
}

it("a fresh sign-in does all, an older one goes by the confirmation first, and an export that runs goes on", async () => {
  expect(await post("keys.manage")).toMatchObject({ status: "done" });
  expect(await (await load("text/html")).text()).toBe("rows");

  const page = await load("text/html");
  expect([page.status, page.headers.get("location")]).toEqual([
    303,
    `${ORIGIN}/confirm?returnTo=${encodeURIComponent("/audit/export?format=csv")}`,
  ]);
  const data = await load("*/*");
  expect([data.status, ((await data.json()) as { code: string }).code]).toEqual([403, "proof_needed"]);
  expect(await post("keys.manage")).toMatchObject({
    status: "failed",
    code: "proof_needed",
    message: "Confirm that it is you. Nothing was changed.",
    signInHref: `/confirm?returnTo=${encodeURIComponent("/settings/keys/new?x=1")}`,
  });
  expect(ran).toBe(1);
  expect(await post("alerts.manage")).toMatchObject({ status: "done" });

  await runtime.database.query(`UPDATE "Session" SET "provedAt" = $1`, [new Date(clock.nowMs())]);
  expect(await post("keys.manage")).toMatchObject({ status: "done" });
  expect(await (await load("text/html")).text()).toBe("rows");
  const refusals = await runtime.database.query(`SELECT 1 FROM "AuditLog" WHERE operation = 'access.refuse'`);
  expect(refusals).toEqual([]);
});
