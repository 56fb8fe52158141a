import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { newClaims } from "@/lib/door/session/session-token";
import { CountersignError } from "@/lib/errors";
import { actAs, type RequestContext, withRequestContext } from "@/lib/request-context";
import { flushRefusals } from "./refusal-log";
import { userOf } from "./session-user";
import { accountOf, signIn } from "./sign-in";
import { changeRole, createUser, disableUser, setPassword } from "./users";

const PASSWORD = "correct horse battery";
const WINDOW_MS = 15 * 60_000;
let database: Database;
let nowMs = Date.UTC(2026, 2, 3, 9, 0);
const clock = { nowMs: () => nowMs };
const actor = { kind: "system", id: "test" } as const;

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
});
afterAll(() => database.close());

let count = 0;
async function newUser(role = "support"): Promise<{ id: string; email: string }> {
  count += 1;
  const email = `person${count}@example.com`;
  const id = await actAs(actor, () =>
    actAs(actor, () => createUser({ database, clock }, { email, name: "Person", role, password: PASSWORD })),
  );
  return { id, email };
}

function attempt(email: string, password: string, knownAccounts: string[] = []) {
  return signIn({ database, clock }, { email, password }, knownAccounts);
}

const at = (ipAddress: string): RequestContext => ({ requestId: "", ipAddress, userAgent: "test" });

async function refusal(work: Promise<unknown>): Promise<CountersignError> {
  const error = await work.then(
    () => new Error("was not refused"),
    (cause: unknown) => cause,
  );
  if (error instanceof CountersignError) return error;
  throw error;
}

async function auditRows(requestId: string) {
  await flushRefusals(database);
  return database.query(
    `SELECT operation, outcome, "userId", "responseStatus", "errorMessage", "ipAddress" FROM "AuditLog"
     WHERE "requestId" = $1 ORDER BY position`,
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
    expect(user).toEqual({ id, sessionId: expect.any(String) });
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
    await actAs(actor, () => disableUser({ database, clock }, disabled.id));
    const answers = await withRequestContext(from("bad"), async () => [
      await refusal(attempt("nobody@example.com", PASSWORD)),
      await refusal(attempt(known.email, "wrong horse battery")),
      await refusal(attempt(disabled.email, PASSWORD)),
      await refusal(attempt(known.email, "x".repeat(100_000))),
    ]);
    expect(new Set(answers.map(({ code, message }) => `${code}: ${message}`))).toEqual(
      new Set(["not_signed_in: Email or password is not right."]),
    );
    const rows = (await auditRows("bad")).map((row) => [row.userId, row.errorMessage]);
    expect(rows).toHaveLength(4);
    expect(rows).toEqual(
      expect.arrayContaining([
        ["unknown", "unknown account"],
        [known.id, "wrong password"],
        [disabled.id, "user is disabled"],
        [known.id, "wrong password"],
      ]),
    );
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

  it("threat 23: of 10,000 guesses from 100 addresses at most 100 reach hashing in a quarter of an hour", async () => {
    const { id, email } = await newUser();
    nowMs += WINDOW_MS - (nowMs % WINDOW_MS) + WINDOW_MS - 60_000;
    const stolen = [accountOf(email)];
    const codes: string[] = [];
    const guess = async (nth: number) => {
      const work = () => attempt(email, "guessed password", nth % 100 === 0 ? stolen : []);
      const { code } = await refusal(withRequestContext(at(`198.51.${nth % 100}.7`), work));
      codes.push(code);
    };
    const guesses = async (count: number) => {
      for (let first = 0; first < count; first += 10) {
        await Promise.all(Array.from({ length: 10 }, (_, nth) => guess(first + nth)));
      }
    };
    await guesses(5_000);
    nowMs += 2 * 60_000;
    await guesses(5_000);
    expect(codes).toHaveLength(10_000);
    expect(codes.filter((code) => code === "not_signed_in")).toHaveLength(100);
    await flushRefusals(database);
    const rows = await database.query(
      `SELECT count(*)::int AS count FROM "AuditLog" WHERE "userId" = $1 AND "errorMessage" = 'wrong password'`,
      [id],
    );
    expect(rows).toEqual([{ count: 100 }]);
  }, 120_000);

  it("lets no stranger lock the owner out: another network passes, and a known device passes anyway", async () => {
    const { id, email } = await newUser();
    nowMs += WINDOW_MS - (nowMs % WINDOW_MS) + 60_000;
    const elsewhere = (address: string, password: string, known: string[] = []) =>
      withRequestContext(at(address), () => attempt(email, password, known));
    const codesOf = async (address: string, count: number) => {
      const codes: string[] = [];
      while (codes.length < count) codes.push((await refusal(elsewhere(address, "guess"))).code);
      return codes;
    };
    const guesses = await codesOf("192.0.2.66", 30);
    expect(guesses.filter((code) => code === "not_signed_in")).toHaveLength(10);
    expect((await refusal(elsewhere("192.0.2.1", PASSWORD))).code).toBe("too_many_attempts");
    expect((await elsewhere("203.0.113.5", PASSWORD)).id).toBe(id);

    for (const network of [1, 2, 3, 4]) await codesOf(`198.51.${network}.7`, 10);
    const throttled = await refusal(elsewhere("203.0.113.5", PASSWORD));
    expect([throttled.code, throttled.message]).toEqual([
      "too_many_attempts",
      "Too many attempts for this account. Try again in 14 minutes.",
    ]);
    for (const address of ["203.0.113.5", "192.0.2.66"]) {
      expect((await elsewhere(address, PASSWORD, [accountOf(email)])).id).toBe(id);
    }
    const other = accountOf("somebody@else.example");
    expect((await refusal(elsewhere("203.0.113.5", PASSWORD, [other]))).code).toBe("too_many_attempts");
    nowMs += throttled.retryAfterMs ?? 0;
    expect((await elsewhere("203.0.113.5", PASSWORD)).id).toBe(id);
  }, 30_000);

  it("answers 200 posts at once from one client by telling most of them to wait, and hashes few", async () => {
    nowMs += WINDOW_MS;
    const from200 = Array.from({ length: 200 }, (_, nth) =>
      withRequestContext(at("192.0.2.200"), () => refusal(attempt(`nobody${nth}@example.com`, "guess"))),
    );
    // Somebody else meanwhile: neither the queue nor a thread is the stranger's alone.
    const { email } = await newUser();
    const owner = await withRequestContext(at("203.0.113.9"), () => attempt(email, PASSWORD));
    expect(owner.id).toBeTruthy();
    const refused = await Promise.all(from200);
    const toldToWait = refused.filter(({ code }) => code === "too_many_attempts");
    expect(toldToWait).toHaveLength(194);
    for (const { retryAfterMs } of toldToWait) expect(retryAfterMs).toBeGreaterThan(0);
    const more = [];
    while (more.length < 100) {
      more.push(
        await withRequestContext(at("192.0.2.200"), () =>
          refusal(attempt(`x${more.length}@a.example`, "guess")),
        ),
      );
    }
    expect(more.filter(({ code }) => code === "not_signed_in")).toHaveLength(24);
    expect(more.at(-1)?.message).toMatch(
      /^Too many attempts from your network\. Try again in \d+ minutes?\.$/,
    );
    expect(more.at(-1)?.httpStatus).toBe(429);
  }, 60_000);

  it("does not count successes, so that frequent signing in locks nobody out", async () => {
    const { email } = await newUser();
    for (let round = 0; round < 60; round += 1) await attempt(email, PASSWORD);
    const error = await refusal(attempt(email, "wrong horse battery"));
    expect(error.code).toBe("not_signed_in");
  }, 30_000);

  it("forgets windows older than a day", async () => {
    await database.query('DELETE FROM "SignInAttempt"');
    await refusal(attempt("old@example.com", "wrong horse battery"));
    nowMs += 25 * 60 * 60_000;
    await refusal(attempt("new@example.com", "wrong horse battery"));
    const rows = await database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM "SignInAttempt"',
    );
    // The one for the account, and the one for it from this network.
    expect(rows).toEqual([{ count: 2 }]);
  });
});

describe("a session", () => {
  it.each([
    [
      "the password changes",
      (id: string) => actAs(actor, () => setPassword({ database, clock }, id, "another long password")),
    ],
    ["the role changes", (id: string) => actAs(actor, () => changeRole({ database, clock }, id, "finance"))],
    ["the user is disabled", (id: string) => actAs(actor, () => disableUser({ database, clock }, id))],
  ])("ends at the next request when %s", async (_what, change) => {
    const { email } = await newUser();
    const user = await attempt(email, PASSWORD);
    if ("step" in user) throw new Error("no step was expected");
    const claims = newClaims(user, nowMs);
    expect(await userOf(database, claims)).toMatchObject({ email, role: "support" });
    await change(user.id);
    expect(await userOf(database, claims)).toBeNull();
  });
});

describe("users", () => {
  const create = (changes: Record<string, string>) =>
    actAs(actor, () =>
      actAs(actor, () =>
        createUser(
          { database, clock },
          { email: "x@example.com", name: "X", role: "admin", password: PASSWORD, ...changes },
        ),
      ),
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
    const deps = { database, clock };
    const five = Array.from({ length: 5 });
    await Promise.allSettled(five.map(() => actAs(actor, () => changeRole(deps, user.id, "finance"))));
    await Promise.allSettled(five.map(() => actAs(actor, () => disableUser(deps, user.id))));
    const rows = await database.query(
      `SELECT "apiEndpoint" FROM "AuditLog" WHERE operation = 'user.change' AND "apiEndpoint" LIKE $1 ORDER BY id`,
      [`/users/${user.id}/%`],
    );
    expect(rows.map(({ apiEndpoint }) => apiEndpoint)).toEqual([
      `/users/${user.id}/role/support/finance`,
      `/users/${user.id}/disabled`,
    ]);
  });

  it("keep one admin, also when two remove each other at once", async () => {
    const [first, second] = [await newUser("admin"), await newUser("admin")];
    const deps = { database, clock };
    const results = await Promise.allSettled([
      actAs(actor, () => disableUser(deps, first.id)),
      actAs(actor, () => changeRole(deps, second.id, "support")),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const admins = await database.query(
      `SELECT id FROM "User" WHERE role = 'admin' AND "disabledAt" IS NULL`,
    );
    expect(admins).toHaveLength(1);
  });
});
