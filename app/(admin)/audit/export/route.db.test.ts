import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { testEnv } from "@/dev/vitest/test-env";
import { createAudit, installAudit } from "@/lib/audit";
import { systemClock as clock } from "@/lib/clock";
import { openDatabase } from "@/lib/db";
import { encryptSession, newClaims, sessionCookie } from "@/lib/door/session/session-token";
import { log } from "@/lib/log";
import type { Role } from "@/lib/people/roles";
import { beginSession } from "@/lib/people/sessions";
import { createUser, disableUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { GET } from "./route";

const { auth } = testEnv();
const audit = sealedLog();
let runtime: Runtime;

beforeAll(async () => {
  runtime = installRuntime({
    database: openDatabase({ url: await testDatabaseUrl() }),
    clock,
    log,
    env: testEnv(),
  });
  installAudit(createAudit({ database: runtime.database, clock, seals: false }));
});
afterAll(() => runtime.database.close());

async function signedIn(role: Role): Promise<{ id: string; cookie: string }> {
  const actor = { kind: "system", id: "test" } as const;
  const email = `${role}${Math.random()}@example.com`;
  const user = { email, name: "P", role, password: "correct horse battery" };
  const id = await actAs(actor, () => createUser({ database: runtime.database, clock }, user));
  const cookie = await encryptSession(
    auth,
    newClaims(await beginSession(runtime.database, { id, sessionVersion: 1 }, clock.nowMs()), clock.nowMs()),
  );
  return { id, cookie: `${sessionCookie(auth).name}=${cookie}` };
}

function ask(cookie: string, query: string, { method = "GET", ...headers }: Record<string, string> = {}) {
  const address = `${auth.url}/audit/export?${query}`;
  const request = new NextRequest(address, { method, headers: { cookie, ...headers } });
  return GET(request, { params: Promise.resolve({}) });
}

async function download(role: Role, query: string): Promise<Response> {
  return ask((await signedIn(role)).cookie, query);
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

test("a user disabled midway gets no further batch", async () => {
  await audit.reset();
  await audit.write(1);
  await audit.copyRows("true", { id: "'row' || n", position: "n" }, "generate_series(100, 9_000) n");
  const { id, cookie } = await signedIn("support");
  const reader = (await ask(cookie, "format=jsonl&since=all")).body?.getReader();
  // The head, then the first batch.
  await reader?.read();
  await reader?.read();
  const actor = { kind: "system", id: "test" } as const;
  await actAs(actor, () => disableUser({ database: runtime.database, clock }, id));
  const rest = async () => {
    while (!(await reader?.read())?.done);
  };
  await expect(rest()).rejects.toThrow("Your session has ended");
  expect((await saidOf()).at(-1)?.errorMessage).toMatch(
    /^The reader lost the right to it after [24]000 rows\.$/,
  );
});

test("a user has two exports at once, everybody together eight, and a place is free once one ends", async () => {
  await audit.reset();
  await audit.write(5);
  const people = await Promise.all(Array.from({ length: 5 }, () => signedIn("admin")));
  const [first] = people;
  if (!first) throw new Error("nobody signed in");
  const open = await Promise.all(
    people.slice(0, 4).flatMap(({ cookie }) => [ask(cookie, "since=all"), ask(cookie, "since=all")]),
  );
  expect(open.map(({ status }) => status)).toEqual(Array(8).fill(200));
  const third = await ask(first.cookie, "since=all");
  expect([third.status, third.headers.get("retry-after"), (await third.json()).message]).toEqual([
    429,
    "30",
    "2 exports of yours are running. Wait until one has ended, or end it.",
  ]);
  const other = await ask(people[4]?.cookie ?? "", "since=all");
  expect([other.status, (await other.json()).code]).toEqual([429, "too_many_attempts"]);
  await open[0]?.text();
  await open[1]?.body?.cancel();
  expect((await ask(first.cookie, "format=xlsx")).status).toBe(400);
  const again = await Promise.all([ask(first.cookie, "since=all"), ask(first.cookie, "since=all")]);
  expect(again.map(({ status }) => status)).toEqual([200, 200]);
  await Promise.all([...open.slice(2), ...again].map((response) => response.text()));
});

test("HEAD, and whoever only fetches ahead, begin no export", async () => {
  await audit.reset();
  const { cookie } = await signedIn("admin");
  expect((await ask(cookie, "since=all", { method: "HEAD" })).status).toBe(204);
  for (const header of ["sec-purpose", "purpose", "x-moz"]) {
    expect((await ask(cookie, "since=all", { [header]: "prefetch;prerender" })).status).toBe(400);
  }
  expect(await saidOf()).toEqual([]);
});

test.each([
  "company=acme&outcome=maybe",
  "since=7y",
  "compnay=acme",
  "status=2xx&status=5xx",
  "q=company:acme",
  "by=people",
  "provider=sage",
  "-operation=token",
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
