import { expect, it } from "vitest";
import { factorWorld } from "@/dev/vitest/factor-world";
import { userOf } from "../session-user";

const world = factorWorld();

it("required for everyone: ends the sessions of those without, and leads them to set one up before any session", async () => {
  const [admin, without, having] = [
    await world.newPerson("admin"),
    await world.newPerson(),
    await world.enrolled("admin"),
  ];
  const session = await world.signIn(without);
  const claims = { sub: without.id, sid: "sessionId" in session ? session.sessionId : "", startedAtMs: 0 };
  const code = () => world.codeAt(having.secret);
  const other = await world.factors.finishSignIn(await world.pending(having), {
    code: code(),
    knownDevice: false,
  });
  world.clock.advance(60_000);
  const require = (by: { id: string }, required: boolean) =>
    world.as(by, () => world.factors.requireSecondFactor(required));

  await expect(require(admin, true)).rejects.toMatchObject({ code: "not_allowed" });
  expect(await userOf(world.database, claims)).not.toBeNull();
  await require(having, true);
  await require(having, true);

  expect(await userOf(world.database, claims)).toBeNull();
  expect(
    await userOf(world.database, { sub: having.id, sid: other.sessionId, startedAtMs: 0 }),
  ).not.toBeNull();
  const own = world.as(having, () => world.factors.removeSecondFactor(having.id));
  await expect(own).rejects.toMatchObject({ code: "not_allowed" });

  const pending = await world.pending(without);
  expect(pending.step).toBe("set_up");
  const startedBy = "browser";
  await world.factors.beginEnrolment({ userId: without.id, startedBy });
  const enrolment = await world.factors.findEnrolment({ userId: without.id, startedBy }, without.email);
  const right = world.codeAt(enrolment?.secret ?? "");
  const finish = (typed: string, browser = startedBy) =>
    world.factors.finishSetUp(pending, { startedBy: browser, code: typed, knownDevice: false });
  await expect(finish("000000")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(finish(right, "another browser")).rejects.toMatchObject({ code: "not_allowed" });
  const sessions = () => world.database.query(`SELECT 1 FROM "Session" WHERE "userId" = $1`, [without.id]);
  expect(await sessions()).toHaveLength(0);
  const done = await finish(right);
  expect(done.backupCodes).toHaveLength(10);
  expect(await sessions()).toHaveLength(1);
  // The same sign-in sets up nothing more.
  await expect(finish(right)).rejects.toMatchObject({ code: "not_allowed" });
  expect((await world.pending(without)).step).toBe("second_factor");

  await require(having, false);
  expect("step" in (await world.signIn(admin))).toBe(false);
  expect(await world.factors.secondFactorUse()).toEqual({ required: false, people: 3, having: 2 });
  const rows = await world.database.query(
    `SELECT "apiEndpoint" FROM "AuditLog" WHERE operation = 'second_factor.require' ORDER BY position`,
  );
  expect(rows).toEqual([
    { apiEndpoint: "/users/second-factor/required" },
    { apiEndpoint: "/users/second-factor/optional" },
  ]);
});

it("a sign-in that passed its password before the rule was made begins no session", async () => {
  const [person, having] = [await world.newPerson(), await world.enrolled("admin")];
  const all = await Promise.all([
    world.signIn(person),
    world.as(having, () => world.factors.requireSecondFactor(true)),
  ]).catch(() => undefined);
  const entered = all?.[0];
  const sid = entered && "sessionId" in entered ? entered.sessionId : "";
  expect(await userOf(world.database, { sub: person.id, sid, startedAtMs: 0 })).toBeNull();
  await world.as(having, () => world.factors.requireSecondFactor(false));
});
