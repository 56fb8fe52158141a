import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { testEnv } from "@/dev/vitest/test-env";
import { openDatabase } from "@/lib/db";
import { route } from "@/lib/door/route/route";
import { encryptSession, newClaims, sessionCookie } from "@/lib/door/session/session-token";
import { log } from "@/lib/log";
import { actAs, withRequestContext } from "@/lib/request-context";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { SESSION_SECONDS, type SessionClaims } from "./session-user";
import { beginSession, endExpiredSessions, endOwnSession } from "./sessions";
import { changeRole, createUser, disableUser, setPassword } from "./users";

const ORIGIN = "http://localhost:3000";
const { auth } = testEnv();
let nowMs = Date.now();
const clock = { nowMs: () => nowMs };
const actor = { kind: "person", id: "boss" } as const;
let runtime: Runtime;
let deps: { database: Runtime["database"]; clock: typeof clock };

beforeAll(async () => {
  runtime = installRuntime({
    database: openDatabase({ url: await testDatabaseUrl() }),
    clock,
    log,
    env: testEnv(),
  });
  deps = { database: runtime.database, clock };
  await deps.database.query(
    `INSERT INTO "User" (id, email, name, role, "passwordHash") VALUES ('boss', 'boss@example.com', 'Boss', 'admin', '')`,
  );
});
afterAll(() => runtime.database.close());

let people = 0;
async function newUser(): Promise<string> {
  people += 1;
  const email = `p${people}@example.com`;
  return actAs(actor, () =>
    createUser(deps, { email, name: "P", role: "support", password: "correct horse battery" }),
  );
}

async function newSession(id: string) {
  const claims = newClaims(await beginSession(deps.database, { id, sessionVersion: 1 }, nowMs), nowMs);
  return { claims, copy: await encryptSession(auth, claims) };
}

const door = route("audit.read", async () => Response.json("let in"));
async function statusOf(copy: string): Promise<number> {
  const headers = { cookie: `${sessionCookie(auth).name}=${copy}` };
  const request = new NextRequest(`${ORIGIN}/audit/export`, { headers });
  return (await door(request, { params: Promise.resolve({}) })).status;
}

function endsOf(userId: string) {
  return deps.database.query(
    `SELECT operation, "userId", "apiEndpoint" FROM "AuditLog"
     WHERE operation IN ('session.sign_out', 'session.end') AND ("userId" = $1 OR "apiEndpoint" LIKE $2)`,
    [userId, `/users/${userId}/%`],
  );
}

interface WayOut {
  take: (id: string, claims: SessionClaims) => Promise<unknown>;
  row: (id: string) => { operation: string; userId: string; apiEndpoint: string };
}

const endOf = (why: string, by?: string) => (id: string) => ({
  operation: "session.end",
  userId: by ?? id,
  apiEndpoint: `/users/${id}/sessions/${why}`,
});

const waysOut: Record<string, WayOut> = {
  "signing out": {
    take: (_id, claims) => endOwnSession(deps, claims, "sign_out"),
    row: (userId) => ({ operation: "session.sign_out", userId, apiEndpoint: "/sign-out" }),
  },
  "signing in anew": {
    take: (_id, claims) => endOwnSession(deps, claims, "replaced"),
    row: endOf("replaced"),
  },
  "a new password": {
    take: (id) => actAs(actor, () => setPassword(deps, id, "another long password")),
    row: endOf("password", "boss"),
  },
  "another role": {
    take: (id) => actAs(actor, () => changeRole(deps, id, "admin")),
    row: endOf("role", "boss"),
  },
  "being disabled": {
    take: (id) => actAs(actor, () => disableUser(deps, id)),
    row: endOf("disabled", "boss"),
  },
  "a working day": {
    take: () => {
      nowMs += SESSION_SECONDS * 1_000;
      return endExpiredSessions(deps);
    },
    row: endOf("expired", "sessions"),
  },
};

it.each(Object.entries(waysOut))(
  "a copied cookie is refused after %s, which leaves one audit row",
  async (_, way) => {
    const id = await newUser();
    const { claims, copy } = await newSession(id);
    expect(await statusOf(copy)).toBe(200);
    await way.take(id, claims);
    expect(await statusOf(copy)).toBe(401);
    expect(await endsOf(id)).toEqual([way.row(id)]);
    await endOwnSession(deps, claims, "sign_out");
    expect(await endsOf(id)).toHaveLength(1);
  },
);

it("a sign-out ends one session; the same person's others go on", async () => {
  const id = await newUser();
  const [here, elsewhere] = [await newSession(id), await newSession(id)];
  await endOwnSession(deps, here.claims, "sign_out");
  expect([await statusOf(here.copy), await statusOf(elsewhere.copy)]).toEqual([401, 200]);
});

it("a session of a sign-in that a change overtook does not begin, and a raised session version ends one", async () => {
  const id = await newUser();
  const { copy } = await newSession(id);
  await deps.database.query('UPDATE "User" SET "sessionVersion" = 2 WHERE id = $1', [id]);
  expect(await statusOf(copy)).toBe(401);
  await expect(beginSession(deps.database, { id, sessionVersion: 1 }, nowMs)).rejects.toMatchObject({
    code: "not_signed_in",
  });
});

it("a session keeps from where it began, and when its person was last seen, to five minutes", async () => {
  const id = await newUser();
  const context = { requestId: "r", ipAddress: "192.0.2.7", userAgent: "Firefox" };
  const { copy } = await withRequestContext(context, () => newSession(id));
  const beganMs = nowMs;
  const kept = () =>
    deps.database.query(
      `SELECT s."ipAddress", s."userAgent", s."lastSeenAt", u."lastSeenAt" AS "personSeenAt"
       FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE u.id = $1`,
      [id],
    );
  const seenAt = (ms: number) => [
    { ipAddress: "192.0.2.7", userAgent: "Firefox", lastSeenAt: new Date(ms), personSeenAt: new Date(ms) },
  ];
  expect(await kept()).toEqual(seenAt(beganMs));
  nowMs += 4 * 60_000;
  expect(await statusOf(copy)).toBe(200);
  expect(await kept()).toEqual(seenAt(beganMs));
  nowMs += 60_000;
  const answers = await Promise.all(Array.from({ length: 10 }, () => statusOf(copy)));
  expect(new Set(answers)).toEqual(new Set([200]));
  await expect.poll(kept).toEqual(seenAt(nowMs));
});

it("two processes that sweep at once end every expired session once", async () => {
  const id = await newUser();
  for (let nth = 0; nth < 20; nth += 1) await newSession(id);
  nowMs += SESSION_SECONDS * 1_000;
  const ended = await Promise.all([endExpiredSessions(deps), endExpiredSessions(deps)]);
  expect(ended[0] + ended[1]).toBeGreaterThanOrEqual(20);
  expect(await endsOf(id)).toHaveLength(20);
});

it("a session goes with its user, and so does what its copies open", async () => {
  const [gone, stays] = [await newUser(), await newUser()];
  const [{ copy }, other] = [await newSession(gone), await newSession(stays)];
  expect(await statusOf(copy)).toBe(200);
  await deps.database.query(`DELETE FROM "User" WHERE id = $1`, [gone]);
  expect(await statusOf(copy)).toBe(401);
  expect(await statusOf(other.copy)).toBe(200);
  const sessions = `SELECT "userId" FROM "Session" WHERE "userId" = ANY($1)`;
  expect(await deps.database.query(sessions, [[gone, stays]])).toEqual([{ userId: stays }]);
});
