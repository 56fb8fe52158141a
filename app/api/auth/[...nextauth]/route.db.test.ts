import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { systemClock as clock } from "@/lib/clock";
import { openDatabase } from "@/lib/db";
import { log } from "@/lib/log";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { GET, POST } from "./route";

const ORIGIN = "http://localhost:3000";
let runtime: Runtime;

beforeAll(async () => {
  runtime = installRuntime({
    database: openDatabase({ url: await testDatabaseUrl() }),
    clock,
    log,
    env: testEnv(),
  });
});
afterAll(() => runtime.database.close());

function knock(endpoint: string, body?: string, type = "application/x-www-form-urlencoded", cookie = "") {
  const headers = { "content-type": type, cookie };
  const request = new NextRequest(`${ORIGIN}/api/auth/${endpoint}`, {
    headers,
    ...(body !== undefined && { method: "POST", body }),
  });
  return (body === undefined ? GET : POST)(request, {
    params: Promise.resolve({ nextauth: endpoint.replace(/\?.*/, "").split("/") }),
  });
}

it.each(["providers", "verify-request", "_log", "callback/other", "constructor", "csrf/more"])(
  "next-auth's endpoint %s is not there",
  async (endpoint) => {
    expect((await knock(endpoint)).status).toBe(404);
    expect((await knock(endpoint, "level=error&code=forged")).status).toBe(404);
  },
);

it.each([
  ["error?error=SecondFactor", "/sign-in?error=SecondFactor"],
  ["error?error=%0d%0aSet-Cookie:a=b", "/sign-in"],
  ["error?error=a%20long%20secret", "/sign-in"],
  ["error", "/sign-in"],
])("next-auth's %s leads to %s", async (endpoint, page) => {
  const answer = await knock(endpoint);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, page]);
});

it("an endpoint answers another method than its own with 405 and its own", async () => {
  const read = await knock("callback/credentials");
  expect([read.status, read.headers.get("allow")]).toEqual([405, "POST"]);
  const written = await knock("csrf", "a=b");
  expect([written.status, written.headers.get("allow")]).toEqual([405, "GET"]);
});

it.each([
  ["damaged JSON", "{", "application/json", 400],
  ["fields that are no text", '{"email":{"length":1}}', "application/json", 400],
  ["a NUL in the e-mail address", "email=a%00%40b.example&password=x", undefined, 400],
  ["another type", "email=a", "text/plain", 400],
  ["more than a form", `email=${"a".repeat(17_000)}`, undefined, 413],
])("%s is refused before next-auth reads it", async (_what, body, type, status) => {
  expect((await knock("callback/credentials", body, type)).status).toBe(status);
});

it.each(["x", "javascript:1", "//[", "http://[", "%ff"])(
  "%s is no address to go on to after signing in",
  async (address) => {
    const wrong = { code: "invalid_input" };
    expect(await (await knock(`session?callbackUrl=${address}`)).json()).toMatchObject(wrong);
    const cookie = `next-auth.callback-url=${address === "%ff" ? "x" : address}`;
    const answer = await knock("csrf", undefined, undefined, cookie);
    expect([answer.status, await answer.json()]).toMatchObject([400, wrong]);
  },
);
