import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { openDatabase } from "@/lib/db";
import { log } from "@/lib/log";
import { flushRefusals } from "@/lib/people/refusal-log";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { tokenRoute } from "./token-route";

const ORIGIN = "http://localhost:3000";
const TOKEN = "0123456789abcdef0123456789abcdef";
let runtime: Runtime;

beforeAll(async () => {
  runtime = installRuntime({
    database: openDatabase({ url: await testDatabaseUrl() }),
    clock: { nowMs: () => Date.now() },
    log,
    env: testEnv({ metricsToken: TOKEN }),
  });
});
afterAll(() => runtime.database.close());

const door = tokenRoute(
  (env) => env.metricsToken,
  async () => new Response("figures"),
);
const knock = (authorization?: string, answer = door) =>
  answer(new NextRequest(`${ORIGIN}/api/metrics`, { headers: authorization ? { authorization } : {} }));

it("answers who shows the token", async () => {
  for (const scheme of ["Bearer", "bearer"]) {
    const response = await knock(`${scheme} ${TOKEN}`);
    expect([response.status, await response.text()]).toEqual([200, "figures"]);
  }
});

it.each([
  undefined,
  "Bearer",
  `Bearer ${TOKEN}0`,
  `Bearer ${TOKEN.slice(1)}`,
  `Basic ${TOKEN}`,
  TOKEN,
  `Bearer ${TOKEN} ${TOKEN}`,
])("refuses %s with a typed error and an audit row that holds no token", async (authorization) => {
  const response = await knock(authorization);
  const body = await response.json();
  expect([response.status, body.code, response.headers.get("www-authenticate")]).toEqual([
    401,
    "not_signed_in",
    "Bearer",
  ]);
  await flushRefusals(runtime.database);
  const rows = await runtime.database.query(`SELECT * FROM "AuditLog" WHERE "requestId" = $1`, [
    body.requestId,
  ]);
  expect(rows).toMatchObject([
    { operation: "access.refuse", outcome: "refused", apiEndpoint: "/api/metrics", userId: "anonymous" },
  ]);
  expect(JSON.stringify(rows[0], (_, value) => String(value?.position ?? value))).not.toContain(TOKEN);
});

it("answers 404 to everybody while no token is configured", async () => {
  const closed = tokenRoute(
    () => undefined,
    async () => new Response("figures"),
  );
  expect((await knock(undefined, closed)).status).toBe(404);
  expect((await knock(`Bearer ${TOKEN}`, closed)).status).toBe(404);
  expect((await knock("Bearer undefined", closed)).status).toBe(404);
});
