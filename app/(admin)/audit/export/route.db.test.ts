import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { sealedLog } from "@/dev/vitest/sealed-log";
import type { Role } from "@/lib/access/roles";
import { newClaims, sealSession, sessionCookie } from "@/lib/access/session-token";
import { createUser } from "@/lib/access/users";
import { systemClock as clock } from "@/lib/clock";
import { openDatabase } from "@/lib/db";
import { log } from "@/lib/log";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { GET } from "./route";

const auth = { secret: "a-long-enough-secret-for-the-session-cookie", url: "http://localhost:3000" };
const audit = sealedLog();
let runtime: Runtime;

beforeAll(async () => {
  const app = { clientId: "id", clientSecret: "secret", redirectUri: `${auth.url}/callback` };
  runtime = installRuntime({
    database: openDatabase({ url: await testDatabaseUrl() }),
    clock,
    log,
    env: {
      databaseUrl: "",
      encryptionKeys: { current: "", previous: [] },
      quickbooks: { ...app, environment: "sandbox" },
      xero: app,
      auth,
      trustedProxyHops: 0,
      journalDirectory: "unused",
      auditStrict: false,
      jobsInWeb: false,
      development: false,
    },
  });
});
afterAll(() => runtime.database.close());

async function download(role: Role, query: string): Promise<Response> {
  const actor = { userId: "test", actorKind: "system" } as const;
  const email = `${role}${Math.random()}@example.com`;
  const user = { email, name: "P", role, password: "correct horse battery" };
  const id = await createUser({ database: runtime.database, clock, actor }, user);
  const cookie = await sealSession(auth, newClaims({ id, sessionVersion: 1 }, clock.nowMs()));
  const headers = { cookie: `${sessionCookie(auth).name}=${cookie}` };
  const request = new NextRequest(`${auth.url}/audit/export?${query}`, { headers });
  return GET(request, { params: Promise.resolve({}) });
}

const saidOf = () =>
  audit.database.query(
    `SELECT "errorMessage" FROM "AuditLog" WHERE operation = 'audit.export' ORDER BY "position"`,
  );

test("support downloads what the page's address asks for, as a file", async () => {
  await audit.write(21);
  const response = await download("support", "since=all&provider=xero&operation=token.vend");
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": expect.stringMatching(
      /^attachment; filename="audit-\d{4}-\d\d-\d\dT\d{6}Z\.csv"$/,
    ),
    "cache-control": "no-store",
    "x-countersign-truncated": "false",
  });
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(8);
  expect(lines[1]).toContain(",xero,token.vend,");
});

test("a reader who goes away ends it, and the log says so", async () => {
  await audit.reset();
  await audit.write(5);
  const response = await download("admin", "format=jsonl&since=all");
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect((await saidOf()).at(-1)?.errorMessage).toMatch(/^The reader went away after \d rows\.$/);
});

test.each([
  "company=acme&outcome=maybe",
  "since=7y",
  "compnay=acme",
  "status=2xx&status=5xx",
  "q=company:acme",
  "by=people",
])("what it does not understand (%s) is refused, and nothing is exported", async (query) => {
  await audit.reset();
  await audit.write(3);
  const answer = await download("support", `${query}&format=csv`);
  expect([answer.status, (await answer.json()).code]).toEqual([400, "invalid_input"]);
  expect(await saidOf()).toEqual([]);
});

test("another format is refused by name, and finance is refused, before anything is exported", async () => {
  await audit.reset();
  const wrong = await download("admin", "format=xlsx");
  expect([wrong.status, (await wrong.json()).message]).toEqual([400, "The format is csv or jsonl."]);
  expect((await download("finance", "format=csv")).status).toBe(403);
  expect(await saidOf()).toEqual([]);
});
