import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type RequestContext, withRequestContext } from "@/lib/audit/context";
import { type Database, openDatabase } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { newClaims, userOf } from "./session-token";
import { signIn } from "./sign-in";
import { changeRole, createUser, disableUser, setPassword } from "./users";

const PASSWORD = "correct horse battery";
const WINDOW_MS = 15 * 60_000;
let database: Database;
let nowMs = Date.UTC(2026, 2, 3, 9, 0);
const clock = { nowMs: () => nowMs };
const actor = { userId: "test", actorKind: "system" } as const;

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
});
afterAll(() => database.close());

let count = 0;
async function newUser(role = "support"): Promise<{ id: string; email: string }> {
  count += 1;
  const email = `person${count}@example.com`;
  const id = await createUser(
    { database, clock, actor },
    { email, name: "Person", role, password: PASSWORD },
  );
  return { id, email };
}

function attempt(email: string, password: string) {
  return signIn({ database, clock }, { email, password });
}

async function refusal(work: Promise<unknown>): Promise<CountersignError> {
  const error = await work.then(
    () => new Error("was not refused"),
    (cause: unknown) => cause,
  );
  if (error instanceof CountersignError) return error;
  throw error;
}

function auditRows(requestId: string) {
  return database.query(
    `SELECT operation, outcome, "userId", "responseStatus", "errorMessage", "ipAddress" FROM "AuditLog"
     WHERE "requestId" = $1 ORDER BY timestamp, id`,
    [requestId],
  );
}

const from = (requestId: string): RequestContext => ({
  requestId,
  ipAddress: "203.0.113.5",
  userAgent: "test",
});

describe("signIn", () => {
  it("lets a user in, whatever the case of the address, and leaves an audit row", async () => {
    const { id, email } = await newUser();
    const user = await withRequestContext(from("good"), () => attempt(`  ${email.toUpperCase()} `, PASSWORD));
    expect(user).toEqual({ id, sessionVersion: 1 });
    expect(await auditRows("good")).toEqual([
      {
        operation: "session.sign_in",
        outcome: "success",
        userId: id,
        responseStatus: 200,
        errorMessage: null,
        ipAddress: "203.0.113.5",
      },
    ]);
  });

  it("answers unknown, wrong and disabled alike, and tells only the audit log which it was", async () => {
    const known = await newUser();
    const disabled = await newUser();
    await disableUser({ database, clock, actor }, disabled.id);
    const answers = await withRequestContext(from("bad"), async () => [
      await refusal(attempt("nobody@example.com", PASSWORD)),
      await refusal(attempt(known.email, "wrong horse battery")),
      await refusal(attempt(disabled.email, PASSWORD)),
      await refusal(attempt(known.email, "x".repeat(100_000))),
    ]);
    expect(new Set(answers.map(({ code, message }) => `${code}: ${message}`))).toEqual(
      new Set(["not_signed_in: Email or password is not right."]),
    );
    expect((await auditRows("bad")).map((row) => [row.userId, row.errorMessage])).toEqual([
      ["unknown", "unknown account"],
      [known.id, "wrong password"],
      [disabled.id, "user is disabled"],
      [known.id, "wrong password"],
    ]);
  });

  it("does the same hashing for an unknown account as for a known one", async () => {
    const { email } = await newUser();
    // Processor time, and the least of several rounds: what other work does meanwhile must not count.
    const cpuMs = async (work: () => Promise<unknown>) => {
      const rounds: number[] = [];
      while (rounds.length < 8) {
        const before = process.cpuUsage();
        await work();
        const { user, system } = process.cpuUsage(before);
        rounds.push((user + system) / 1_000);
      }
      return Math.min(...rounds);
    };
    const known = await cpuMs(() => refusal(attempt(email, "wrong horse battery")));
    const unknown = await cpuMs(() => refusal(attempt("nobody2@example.com", "wrong horse battery")));
    expect(known / unknown).toBeLessThan(3);
    expect(unknown / known).toBeLessThan(3);
  });

  it("lets at most 100 of 300 parallel guesses reach hashing in any quarter of an hour", async () => {
    const { id, email } = await newUser();
    nowMs += WINDOW_MS - (nowMs % WINDOW_MS) + WINDOW_MS - 60_000;
    const guess = () => refusal(attempt(email, "guessed password"));
    const early = await Promise.all(Array.from({ length: 150 }, guess));
    nowMs += 2 * 60_000;
    const late = await Promise.all(Array.from({ length: 150 }, guess));
    const hashed = [...early, ...late].filter(({ code }) => code === "not_signed_in");
    const rows = await database.query(
      `SELECT count(*)::int AS count FROM "AuditLog" WHERE "userId" = $1 AND "errorMessage" = 'wrong password'`,
      [id],
    );
    expect(hashed).toHaveLength(100);
    expect(rows).toEqual([{ count: 100 }]);

    const throttled = await refusal(attempt(email, PASSWORD));
    expect(throttled.code).toBe("too_many_attempts");
    expect(throttled.retryAfterMs).toBe(14 * 60_000);
    expect(throttled.message).toBe("Too many attempts for this account. Try again in 14 minutes.");
    nowMs += throttled.retryAfterMs ?? 0;
    expect((await attempt(email, PASSWORD)).id).toBe(id);
  }, 30_000);

  it("does not count successes, so that frequent signing in locks nobody out", async () => {
    const { email } = await newUser();
    for (let round = 0; round < 60; round += 1) await attempt(email, PASSWORD);
    const error = await refusal(attempt(email, "wrong horse battery"));
    expect(error.code).toBe("not_signed_in");
  }, 30_000);

  it("forgets windows older than a day", async () => {
    await refusal(attempt("old@example.com", "wrong horse battery"));
    nowMs += 25 * 60 * 60_000;
    await refusal(attempt("new@example.com", "wrong horse battery"));
    const rows = await database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM "SignInAttempt"',
    );
    expect(rows).toEqual([{ count: 1 }]);
  });
});

describe("a session", () => {
  it.each([
    [
      "the password changes",
      (id: string) => setPassword({ database, clock, actor }, id, "another long password"),
    ],
    ["the role changes", (id: string) => changeRole({ database, clock, actor }, id, "finance")],
    ["the user is disabled", (id: string) => disableUser({ database, clock, actor }, id)],
  ])("ends at the next request when %s", async (_what, change) => {
    const { email } = await newUser();
    const user = await attempt(email, PASSWORD);
    const claims = newClaims(user, nowMs);
    expect(await userOf(database, claims)).toMatchObject({ email, role: "support" });
    await change(user.id);
    expect(await userOf(database, claims)).toBeNull();
  });
});

describe("users", () => {
  const create = (changes: Record<string, string>) =>
    createUser(
      { database, clock, actor },
      { email: "x@example.com", name: "X", role: "admin", password: PASSWORD, ...changes },
    );

  it.each([
    ["email", { email: "not an address" }],
    ["name", { name: "  " }],
    ["role", { role: "owner" }],
    ["password", { password: "elevenchars" }],
    ["password", { password: "x".repeat(201) }],
  ])("are refused for a wrong %s", async (field, changes) => {
    expect(await refusal(create(changes))).toMatchObject({ code: "invalid_input", field });
  });

  it("have an address each, an argon2id hash at the chosen cost, and an audit row", async () => {
    const { id, email } = await newUser();
    expect(await refusal(create({ email: email.toUpperCase() }))).toMatchObject({ field: "email" });
    const [user] = await database.query('SELECT "passwordHash" FROM "User" WHERE id = $1', [id]);
    expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const audit = await database.query('SELECT operation FROM "AuditLog" WHERE "apiEndpoint" = $1', [
      `/users/${id}`,
    ]);
    expect(audit).toEqual([{ operation: "user.create" }]);
  });

  it("are changed, and on record, once when five ask for the same at once", async () => {
    const user = await newUser("support");
    const deps = { database, clock, actor };
    const five = Array.from({ length: 5 });
    await Promise.all(five.map(() => changeRole(deps, user.id, "finance")));
    await Promise.all(five.map(() => disableUser(deps, user.id)));
    const rows = await database.query(
      `SELECT "apiEndpoint" FROM "AuditLog" WHERE operation = 'user.change' AND "apiEndpoint" LIKE $1 ORDER BY id`,
      [`/users/${user.id}/%`],
    );
    expect(rows.map(({ apiEndpoint }) => apiEndpoint)).toEqual([
      `/users/${user.id}/role/finance`,
      `/users/${user.id}/disabled`,
    ]);
  });

  it("keep one admin, also when two remove each other at once", async () => {
    const [first, second] = [await newUser("admin"), await newUser("admin")];
    const deps = { database, clock, actor };
    const results = await Promise.allSettled([
      disableUser(deps, first.id),
      changeRole(deps, second.id, "support"),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const admins = await database.query(
      `SELECT id FROM "User" WHERE role = 'admin' AND "disabledAt" IS NULL`,
    );
    expect(admins).toHaveLength(1);
  });
});
