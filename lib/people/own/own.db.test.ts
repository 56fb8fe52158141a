import { expect, test } from "vitest";
import { factorWorld } from "@/dev/vitest/factor-world";
import { actAs } from "@/lib/request-context";
import { behindAnswersDone } from "../links/behind-answer";
import { createPeople } from "../persons";
import { flushRefusals } from "../refusal-log";
import { userOf } from "../session-user";
import { beginSession } from "../sessions";
import { signIn as judge } from "../sign-in";
import { changeRole, disableUser, endPersonsSessions, setPassword } from "../users";
import { changeOwnPassword } from "./change-own-password";

const PASSWORD = "correct horse battery";
const NEW = "another good password";
const TEST = { kind: "system", id: "test" } as const;
const world = factorWorld();
const deps = () => {
  const { database, clock, appUrl, mailer } = world;
  return { database, clock, appUrl, mailer, log: { error: () => {} } };
};
const people = () => createPeople(deps());

interface Here {
  userId: string;
  email: string;
  sessionId: string;
}

async function signIn(person: { id: string; email: string }): Promise<Here> {
  const entered = await world.signIn(person);
  if ("step" in entered) throw new Error("no step was expected");
  return { userId: person.id, email: person.email, sessionId: entered.sessionId };
}

/** A person with a session here and two elsewhere. */
async function atWork() {
  world.clock.advance(16 * 60_000);
  const person = await world.newPerson();
  const sessions = [await signIn(person), await signIn(person), await signIn(person)] as const;
  return { person, here: sessions[0], elsewhere: sessions.slice(1) };
}

const goesOn = async ({ userId, sessionId }: Here) =>
  (await userOf(world.database, { sub: userId, sid: sessionId, startedAtMs: 0 })) !== null;
const goOn = (sessions: readonly Here[]) => Promise.all(sessions.map(goesOn));
const as = <T>({ userId }: Here, work: () => T) => actAs({ kind: "person", id: userId }, work);
const change = (here: Here, current = PASSWORD, password = NEW, from = "192.0.2.1") =>
  world.from(from, () =>
    as(here, () => changeOwnPassword(deps(), here, { current, password, knownDevice: false })),
  );
const opens = (email: string, password: string) =>
  world
    .from("198.51.100.9", () => judge(deps(), { email, password }))
    .then(
      () => true,
      () => false,
    );
const rowsOf = (userId: string) =>
  world.database.query(
    `SELECT operation, "apiEndpoint", outcome, "errorMessage" FROM "AuditLog"
     WHERE "userId" = $1 AND operation <> 'session.sign_in' ORDER BY position`,
    [userId],
  );

test("a new password ends all other sessions, keeps this one, and is the one that opens", async () => {
  const { person, here, elsewhere } = await atWork();
  expect(await change(here)).toBe(2);
  expect(await goOn([here, ...elsewhere])).toEqual([true, false, false]);
  expect([await opens(person.email, PASSWORD), await opens(person.email, NEW)]).toEqual([false, true]);
  const ended = {
    operation: "session.end",
    apiEndpoint: `/users/${person.id}/sessions/password`,
    outcome: "success",
    errorMessage: null,
  };
  await flushRefusals(world.database);
  expect((await rowsOf(person.id)).slice(0, 3)).toEqual([
    ended,
    ended,
    { ...ended, operation: "user.change", apiEndpoint: `/users/${person.id}/password` },
  ]);
});

test("a new password is mailed to its owner; the old one, once more, is none", async () => {
  const { person, here } = await atWork();
  await expect(change(here, PASSWORD, PASSWORD)).rejects.toMatchObject({ field: "password" });
  await change(here);
  await behindAnswersDone(world.database);
  const mails = world.mails.filter(({ to }) => to === person.email);
  expect(mails.map(({ subject }) => subject)).toEqual(["Your Countersign password was changed"]);
  expect(mails[0]?.text).toContain("in your profile");
});

test("a wrong old password changes nothing and is in the audit log, never the words typed", async () => {
  const { person, here, elsewhere } = await atWork();
  await expect(change(here, "not the password")).rejects.toMatchObject({
    code: "invalid_input",
    field: "current",
  });
  expect(await goOn([here, ...elsewhere])).toEqual([true, true, true]);
  expect(await opens(person.email, PASSWORD)).toBe(true);
  await flushRefusals(world.database);
  const rows = await rowsOf(person.id);
  expect(rows).toMatchObject([
    { operation: "session.prove", apiEndpoint: "/profile/password", errorMessage: "wrong password" },
  ]);
  expect(JSON.stringify(rows)).not.toContain("not the password");
});

test("guesses at the old password and at a sign-in are counted together", async () => {
  const { person, here } = await atWork();
  for (let guess = 0; guess < 5; guess += 1) {
    await change(here, "wrong").catch(() => undefined);
    const guess = { email: person.email, password: "wrong" };
    await world.from("192.0.2.1", () => judge(deps(), guess)).catch(() => undefined);
  }
  await expect(change(here)).rejects.toMatchObject({ code: "too_many_attempts" });
  expect(await opens(person.email, PASSWORD)).toBe(true);
});

test("a new password of the wrong length is refused before the old one is judged", async () => {
  const { here } = await atWork();
  for (let nth = 0; nth < 15; nth += 1) {
    await expect(change(here, PASSWORD, "short")).rejects.toMatchObject({ field: "password" });
  }
  expect(await change(here)).toBe(2);
});

test("of two changes at once one counts, fifty times", async () => {
  const { person, here } = await atWork();
  let current = PASSWORD;
  for (let turn = 0; turn < 50; turn += 1) {
    const tries = [`first password ${turn}`, `second password ${turn}`];
    const ended = await Promise.allSettled(tries.map((next) => change(here, current, next)));
    const done = ended.flatMap(({ status }, nth) => (status === "fulfilled" ? [tries[nth] ?? ""] : []));
    expect(done).toHaveLength(1);
    current = done[0] ?? "";
    expect(await goesOn(here)).toBe(true);
    // The one that is late is a guess that counts.
    if (turn % 8 === 7) world.clock.advance(16 * 60_000);
  }
  expect(await opens(person.email, current)).toBe(true);
});

test.each([
  ["the session was ended by an admin", ({ userId }: Here) => endPersonsSessions(deps(), userId)],
  ["the person was disabled", ({ userId }: Here) => disableUser(deps(), userId)],
  ["the role was changed", ({ userId }: Here) => changeRole(deps(), userId, "finance")],
  ["the password was set", ({ userId }: Here) => setPassword(deps(), userId, "set by the operator")],
])("while its page posted %s: the old page changes nothing", async (_, meanwhile) => {
  const { person, here } = await atWork();
  await actAs(TEST, () => meanwhile(here));
  const [before] = await world.database.query(`SELECT * FROM "User" WHERE id = $1`, [person.id]);
  const work = [() => change(here), () => as(here, () => people().endAllOthers(here))];
  for (const posted of work) {
    await expect(posted()).rejects.toMatchObject({
      code: expect.stringMatching(/not_signed_in|invalid_input/),
    });
  }
  expect(await world.database.query(`SELECT * FROM "User" WHERE id = $1`, [person.id])).toEqual([before]);
});

test("one of one's own sessions is ended; another person's by its id is not", async () => {
  const { here, elsewhere } = await atWork();
  const { here: other } = await atWork();
  const [first] = elsewhere;
  await as(here, () => people().endOneOfMine({ ...here, sessionId: first?.sessionId ?? "" }));
  expect(await goOn([here, ...elsewhere])).toEqual([true, false, true]);
  for (const sessionId of [other.sessionId, first?.sessionId ?? "", "", "unknown"]) {
    const work = as(here, () => people().endOneOfMine({ ...here, sessionId }));
    await expect(work).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await goesOn(other)).toBe(true);
});

test("all other sessions end, and a sign-in under way with them", async () => {
  const { person, here, elsewhere } = await atWork();
  expect(await as(here, () => people().endAllOthers(here))).toBe(2);
  expect(await goOn([here, ...elsewhere])).toEqual([true, false, false]);
  const late = beginSession(world.database, { id: person.id, sessionVersion: 1 }, world.clock.nowMs());
  await expect(late).rejects.toMatchObject({ code: "not_signed_in" });
  expect(await as(here, () => people().endAllOthers(here))).toBe(0);
});

test("a person's new name is stored, and the audit log says from and to; the same one writes nothing", async () => {
  const { person, here } = await atWork();
  const name = (given: string) => as(here, () => people().changeOwnName({ userId: person.id, name: given }));
  await name("  Sam Reed ");
  await name("Sam Reed");
  expect(await people().findPerson(person.id)).toMatchObject({ name: "Sam Reed" });
  expect(await rowsOf(person.id)).toMatchObject([
    {
      operation: "user.change",
      apiEndpoint: `/users/${person.id}/name`,
      errorMessage: "From “Person” to “Sam Reed”",
    },
  ]);
  for (const bad of ["", "   ", "\u200b", "x".repeat(201)]) {
    await expect(name(bad)).rejects.toMatchObject({ code: "invalid_input", field: "name" });
  }
});

test("people are read page by page by name, forwards and back, each once", async () => {
  for (let nth = 0; nth < 120; nth += 1) {
    await world.database.query(
      `INSERT INTO "User" (id, email, name, role, "passwordHash") VALUES ($1, $2, $3, 'support', '')`,
      [`p${nth}`, `p${nth}@example.com`, nth % 3 === 0 ? "Same Name" : `${nth % 2 ? "a" : "B"}${nth}`],
    );
  }
  const all = await world.database.query<{ id: string }>(`SELECT id FROM "User" ORDER BY lower(name), id`);
  const there: string[] = [];
  const places: (string | null)[] = [];
  for (let page = await people().listPeople(); ; ) {
    there.push(...page.people.map(({ id }) => id));
    places.push(page.before);
    if (page.after === null) break;
    page = await people().listPeople({ id: page.after, towards: "after" });
  }
  expect(there).toEqual(all.map(({ id }) => id));
  expect(places[0]).toBeNull();
  const last = await people().listPeople({ id: places.at(-1) ?? "", towards: "before" });
  expect(last.people.map(({ id }) => id)).toEqual(there.slice(-50 - (there.length % 50 || 50)).slice(0, 50));
  expect((await people().listPeople({ id: "unknown", towards: "after" })).people).toEqual([]);
});

test("a list counts sessions that go on, and a page shows them with their device", async () => {
  const { person, here } = await atWork();
  expect(await people().findPerson(person.id)).toMatchObject({ openSessions: 3, hasSecondFactor: false });
  const agent = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0";
  await world.database.query(
    `UPDATE "Session" SET "userAgent" = $2, "ipAddress" = '192.0.2.7' WHERE id = $1`,
    [here.sessionId, agent],
  );
  const sessions = await people().sessionsOf(person.id);
  expect(sessions).toHaveLength(3);
  expect(sessions.find(({ id }) => id === here.sessionId)).toMatchObject({
    device: "Firefox on Windows",
    ipAddress: "192.0.2.7",
  });
  world.clock.advance(9 * 3_600_000);
  expect(await people().findPerson(person.id)).toMatchObject({ openSessions: 0 });
  expect(await people().sessionsOf(person.id)).toEqual([]);
});
