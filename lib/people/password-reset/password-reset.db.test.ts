import { beforeEach, describe, expect, test } from "vitest";
import { linkWorld, PASSWORD, tokenOf } from "@/dev/vitest/link-world";
import type { Database } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import { behindAnswersDone } from "../links/behind-answer";
import { beginSession } from "../sessions";
import { signIn } from "../sign-in";
import { changeRole, disableUser, enableUser, setPassword } from "../users";
import { askPasswordReset } from "./ask-reset";
import { completePasswordReset, readReset } from "./complete-reset";

const world = linkWorld();
const TEST = { kind: "system", id: "test" } as const;
const NEW = "another good password";
beforeEach(() => world.advanceMinutes(16));

const ask = (email: string, requestId = "") =>
  world.request(requestId, () => askPasswordReset(world.deps, email));
const complete = (token: string, password = NEW, requestId = "") =>
  world.request(requestId, () => completePasswordReset(world.deps, { token, password }));
const stateOf = (token: string) => readReset(world.deps, token);
async function asked(email: string): Promise<string> {
  await ask(email);
  return tokenOf((await world.linksTo(email)).at(-1));
}
const signsIn = (email: string, password: string) =>
  world.request("", () =>
    signIn(world.deps, { email, password }).then(
      () => true,
      () => false,
    ),
  );
const sessionsOf = (id: string) => world.database.query(`SELECT id FROM "Session" WHERE "userId" = $1`, [id]);

test("a forgotten password is set anew by the mail's link, once, and the person is told", async () => {
  const { id, email } = await world.user();
  await signsIn(email, PASSWORD);
  const token = await asked(email.toUpperCase());
  expect(await stateOf(token)).toBe("open");
  expect(await sessionsOf(id)).toHaveLength(1);
  await complete(token);
  expect(await sessionsOf(id)).toEqual([]);
  expect(await stateOf(token)).toBe("used");
  await expect(complete(token)).rejects.toThrow("This link was used already.");
  expect([await signsIn(email, PASSWORD), await signsIn(email, NEW)]).toEqual([false, true]);
  await behindAnswersDone(world.database);
  const subjects = world.mailbox
    .mails()
    .flatMap(({ to, headers }) => (to[0] === email ? headers.subject : []));
  expect(subjects).toEqual(["Set a new password for Countersign", "Your Countersign password was changed"]);
});

test("every step is in the audit log: password_reset.ask, password_reset.complete", async () => {
  const { id, email } = await world.user();
  await ask(email, "reset-1");
  const [link] = await world.linksTo(email);
  await complete(tokenOf(link), NEW, "reset-2");
  await complete(tokenOf(link), NEW, "reset-3").catch(() => undefined);
  const row = (operation: string, apiEndpoint: string) => ({
    operation,
    apiEndpoint,
    userId: id,
    outcome: "success",
    errorMessage: null,
  });
  expect(await world.auditOf("reset-1")).toEqual([row("password_reset.ask", `/users/${id}/password-reset`)]);
  expect(await world.auditOf("reset-2")).toEqual([
    row("password_reset.complete", `/users/${id}/password-reset/complete`),
  ]);
  expect(await world.auditOf("reset-3")).toMatchObject([
    {
      operation: "password_reset.complete",
      outcome: "refused",
      userId: "unknown",
      errorMessage: "link is used",
    },
  ]);
  expect(await world.dump()).not.toContain(tokenOf(link));
});

test("while no audit row can be written, nothing changes", async () => {
  const { email } = await world.user();
  const token = await asked(email);
  const before = await world.database.query('SELECT * FROM "PasswordReset" ORDER BY id');
  await world.withoutAudit(async () => {
    await expect(complete(token)).rejects.toThrow();
    await ask(email);
    await behindAnswersDone(world.database);
  });
  expect(await world.database.query('SELECT * FROM "PasswordReset" ORDER BY id')).toEqual(before);
  expect(await signsIn(email, PASSWORD)).toBe(true);
  expect(await world.linksTo(email)).toHaveLength(1);
});

describe("whose address it is", () => {
  test("changes neither the answer nor the work before it", async () => {
    const known = await world.user();
    const disabled = await world.user();
    await actAs(TEST, () => disableUser(world.deps, disabled.id));
    const seen: unknown[] = [];
    for (const email of [known.email, "nobody-at-all@example.com", disabled.email]) {
      const work = counted(world.database);
      const answer = await world.request("", () =>
        askPasswordReset({ ...world.deps, database: work.database }, email),
      );
      seen.push({ answer, statements: work.statements.slice() });
      await behindAnswersDone(work.database);
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(await world.linksTo(known.email)).toHaveLength(1);
    expect(await world.linksTo(disabled.email)).toEqual([]);
    expect(await world.linksTo("nobody-at-all@example.com")).toEqual([]);
  });

  test("is in no row when nobody has it, and a disabled person's row names them", async () => {
    const { id, email } = await world.user();
    await actAs(TEST, () => disableUser(world.deps, id));
    await ask("stranger-canary@example.com", "reset-unknown");
    await ask(email, "reset-disabled");
    await behindAnswersDone(world.database);
    expect(await world.auditOf("reset-unknown")).toEqual([
      {
        operation: "password_reset.ask",
        apiEndpoint: "/forgot-password",
        userId: "unknown",
        outcome: "refused",
        errorMessage: "unknown account",
      },
    ]);
    expect(await world.auditOf("reset-disabled")).toMatchObject([
      { operation: "password_reset.ask", outcome: "refused", userId: id, errorMessage: "user is disabled" },
    ]);
    expect(await world.dump()).not.toContain("stranger-canary");
  });

  test("is asked for five times in a quarter of an hour, known or not", async () => {
    const { email } = await world.user();
    for (const address of [email, "nobody@example.com"]) {
      const ends = await Promise.allSettled(Array.from({ length: 12 }, () => ask(address)));
      expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
      const codes = ends.flatMap((end) => (end.status === "rejected" ? end.reason.code : []));
      expect(new Set(codes)).toEqual(new Set(["too_many_attempts"]));
    }
    expect(await world.linksTo(email)).toHaveLength(5);
    world.advanceMinutes(15);
    await ask(email);
  });
});

test("one network asks for 20 addresses in a quarter of an hour", async () => {
  const ends: unknown[] = [];
  for (let nth = 0; nth < 22; nth += 1) {
    const work = () => askPasswordReset(world.deps, `many${nth}@example.com`);
    ends.push(
      await world.request("", work, `203.0.113.${nth}`).then(
        () => "taken",
        ({ code }) => code,
      ),
    );
  }
  expect(ends).toEqual([...Array(20).fill("taken"), "too_many_attempts", "too_many_attempts"]);
});

test("of 100 uses at once one sets the password, and few reach hashing", async () => {
  const { email } = await world.user();
  const token = await asked(email);
  const ends = await Promise.allSettled(
    Array.from({ length: 100 }, (_, nth) => complete(token, `a new password ${nth}`)),
  );
  const won = ends.flatMap(({ status }, nth) => (status === "fulfilled" ? nth : []));
  expect(won).toHaveLength(1);
  expect(await signsIn(email, `a new password ${won[0]}`)).toBe(true);
});

test("a newer link voids the one before, and of those asked for at once one is left", async () => {
  const { id, email } = await world.user();
  const first = await asked(email);
  await Promise.all([ask(email), ask(email), ask(email)]);
  const links = await world.linksTo(email);
  const states = await Promise.all(links.map((link) => stateOf(tokenOf(link))));
  expect(states.filter((state) => state === "open")).toHaveLength(1);
  expect(await stateOf(first)).toBe("replaced");
  await expect(complete(first)).rejects.toThrow("no longer valid");
  expect(
    await world.database.query(`SELECT id FROM "PasswordReset" WHERE "userId" = $1 AND "endedAt" IS NULL`, [
      id,
    ]),
  ).toHaveLength(1);
});

test("a link ends after 30 minutes", async () => {
  const { email } = await world.user();
  const token = await asked(email);
  world.advanceMinutes(29);
  expect(await stateOf(token)).toBe("open");
  world.advanceMinutes(1);
  expect(await stateOf(token)).toBe("expired");
  await expect(complete(token)).rejects.toThrow("This link has expired");
});

test("a person disabled meanwhile gets no new password, and none from the same link once enabled", async () => {
  const { id, email } = await world.user();
  const token = await asked(email);
  await actAs(TEST, () => disableUser(world.deps, id));
  await expect(complete(token)).rejects.toThrow("This account is disabled.");
  await actAs(TEST, () => enableUser(world.deps, id));
  await expect(complete(token)).rejects.toThrow("no longer valid");
  expect(await signsIn(email, PASSWORD)).toBe(true);
});

test("a person disabled at once with a reset has no session, whichever came first", async () => {
  for (let nth = 0; nth < 10; nth += 1) {
    const { id, email } = await world.user();
    const token = await asked(email);
    await Promise.allSettled([complete(token), actAs(TEST, () => disableUser(world.deps, id))]);
    expect(await sessionsOf(id)).toEqual([]);
    expect([await signsIn(email, PASSWORD), await signsIn(email, NEW)]).toEqual([false, false]);
  }
});

test("a password changed meanwhile voids the link, and at once one of both is the password", async () => {
  const changed = "set by its owner now";
  for (let nth = 0; nth < 10; nth += 1) {
    const { id, email } = await world.user();
    const token = await asked(email);
    const [reset] = await Promise.allSettled([
      complete(token),
      actAs(TEST, () => setPassword(world.deps, id, changed)),
    ]);
    const now = [await signsIn(email, changed), await signsIn(email, NEW), await signsIn(email, PASSWORD)];
    // A change that comes later counts; a reset that comes later finds its link void.
    expect(now, reset.status).toEqual([true, false, false]);
  }
});

test("another role voids the link", async () => {
  const { id, email } = await world.user("finance");
  const token = await asked(email);
  await actAs(TEST, () => changeRole(world.deps, id, "support"));
  expect(await stateOf(token)).toBe("replaced");
});

test("a session begun before a reset ends, and one that begins meanwhile does not outlive it", async () => {
  const { id, email } = await world.user();
  const token = await asked(email);
  const begin = () => beginSession(world.database, { id, sessionVersion: 1 }, world.deps.clock.nowMs());
  await Promise.allSettled([begin(), complete(token), begin()]);
  const live = await world.database.query(
    `SELECT s.id FROM "Session" s JOIN "User" u ON u.id = s."userId" AND u."sessionVersion" = s."sessionVersion"
     WHERE u.id = $1`,
    [id],
  );
  expect(live).toEqual([]);
});

test("a password of the wrong length spends nothing", async () => {
  const { email } = await world.user();
  const token = await asked(email);
  await expect(complete(token, "short")).rejects.toMatchObject({ code: "invalid_input", field: "password" });
  expect(await stateOf(token)).toBe("open");
});

test("what is no link costs no query and no hash", async () => {
  for (const none of ["", "x", "../..", "\0"]) expect(await stateOf(none)).toBe("unknown");
  const work = counted(world.database);
  await world
    .request("", () =>
      completePasswordReset({ ...world.deps, database: work.database }, { token: "x", password: NEW }),
    )
    .catch(() => undefined);
  expect(work.statements).toEqual([]);
});

test("a mail server that is down changes nothing for the one who asks, and the next request works", async () => {
  const { email } = await world.user();
  const errors: object[] = [];
  world.mailbox.refuse({ code: 451, message: "later" });
  const deps = { ...world.deps, log: { error: (fields: object) => void errors.push(fields) } };
  await world.request("r-down", () => askPasswordReset(deps, email));
  await behindAnswersDone(world.database);
  world.mailbox.refuse(undefined);
  expect(errors).toMatchObject([
    { requestId: "r-down", reason: expect.stringContaining("refused the message") },
  ]);
  expect(JSON.stringify(errors)).not.toContain(email);
  expect(await stateOf(await asked(email))).toBe("open");
});

test("without a mail server nothing can be asked for", async () => {
  const { email } = await world.user();
  await expect(
    world.request("", () => askPasswordReset({ ...world.deps, mailer: null }, email)),
  ).rejects.toMatchObject({ code: "not_allowed" });
});

/** The same database; the statements that were put to it are kept. */
function counted(database: Database) {
  const statements: string[] = [];
  const query: Database["query"] = (text, values, name) => {
    statements.push(text);
    return database.query(text, values, name);
  };
  const transaction: Database["transaction"] = (work) => {
    statements.push("BEGIN");
    return database.transaction(work);
  };
  return { statements, database: Object.assign(Object.create(database), { query, transaction }) as Database };
}
