import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { createAudit, installAudit } from "@/lib/audit";
import { systemClock as clock } from "@/lib/clock";
import { openDatabase } from "@/lib/db";
import { encryptSession, newClaims, sessionCookie } from "@/lib/door/session/session-token";
import { log } from "@/lib/log";
import { beginSession } from "@/lib/people/sessions";
import { createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { GET } from "./route";

const { auth } = testEnv();
let runtime: Runtime;

beforeAll(async () => {
  const database = openDatabase({ url: await testDatabaseUrl() });
  runtime = installRuntime({ database, clock, log, env: testEnv() });
  installAudit(createAudit({ database, clock, seals: false }));
});
afterAll(() => runtime.database.close());

test("values are offered without counts where the filter beside them is not understood", async () => {
  const { database } = runtime;
  const user = {
    email: "a@example.com",
    name: "P",
    role: "support",
    password: "correct horse battery",
  } as const;
  const id = await actAs({ kind: "system", id: "test" }, () => createUser({ database, clock }, user));
  const session = await beginSession(database, { id, sessionVersion: 1 }, clock.nowMs());
  const cookie = `${sessionCookie(auth).name}=${await encryptSession(auth, newClaims(session, clock.nowMs()))}`;
  const offered = async (filter: string) => {
    const query = new URLSearchParams({ key: "outcome", text: "succ", filter });
    const request = new NextRequest(`${auth.url}/audit/suggest?${query}`, { headers: { cookie } });
    return (await GET(request, { params: Promise.resolve({}) })).json();
  };
  expect(await offered("since=30d")).toEqual({
    values: [{ value: "success", label: "Done", count: expect.any(String) }],
  });
  for (const filter of ["status=9xx", "compny=c1", "since=1h&from=2026-03-03"]) {
    expect(await offered(filter), filter).toEqual({ values: [{ value: "success", label: "Done" }] });
  }
});
