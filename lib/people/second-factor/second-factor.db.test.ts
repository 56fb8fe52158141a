import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { factorWorld, PASSWORD } from "@/dev/vitest/factor-world";
import { factorBox } from "@/lib/boot/factor-box";
import { actAs } from "@/lib/request-context";
import { createKeyring } from "@/lib/token/keys/keyring";
import { rotateKeys } from "@/lib/token/keys/rotate-keys";
import { behindAnswersDone } from "../links/behind-answer";
import { flushRefusals } from "../refusal-log";
import { isFreshlyProved, userOf } from "../session-user";
import { changeRole, disableUser, setPassword } from "../users";

const world = factorWorld();
const stranger = { knownDevice: false };
const TESTER = { kind: "system", id: "test" } as const;
const deps = () => ({ database: world.database, clock: world.clock });
const QUARTER_MS = 15 * 60_000;

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "in",
    (error: { code?: string }) => error.code ?? "unforeseen",
  );

async function finish(person: { id: string; email: string }, code: string) {
  const pending = await world.pending(person);
  return world.factors.finishSignIn(pending, { code, ...stranger });
}

const sessionsOf = (id: string) => world.database.query(`SELECT 1 FROM "Session" WHERE "userId" = $1`, [id]);

async function rowsOf(id: string, operation: string) {
  await flushRefusals(world.database);
  return world.database.query<{ apiEndpoint: string; outcome: string }>(
    `SELECT "apiEndpoint", outcome FROM "AuditLog" WHERE "userId" = $1 AND operation = $2 ORDER BY position`,
    [id, operation],
  );
}

describe("signing in with a second factor", () => {
  it("takes the right password to no session, and a code from there to one", async () => {
    const person = await world.enrolled();
    expect(await world.signIn(person)).toEqual({ id: person.id, sessionVersion: 1, step: "second_factor" });
    expect(await sessionsOf(person.id)).toHaveLength(0);
    const session = await finish(person, world.codeAt(person.secret));
    expect(session).toEqual({ id: person.id, sessionId: expect.any(String) });
    expect(await sessionsOf(person.id)).toHaveLength(1);
    expect((await rowsOf(person.id, "session.sign_in")).at(-1)).toEqual({
      apiEndpoint: "/sign-in/second-factor",
      outcome: "success",
    });
    expect(await rowsOf(person.id, "second_factor.change")).toEqual([
      { apiEndpoint: `/users/${person.id}/second-factor/on`, outcome: "success" },
    ]);
  });

  it("takes the codes of the neighbouring steps and no others", async () => {
    for (const [offset, expected] of [
      [-2, "invalid_input"],
      [-1, "in"],
      [0, "in"],
      [1, "in"],
      [2, "invalid_input"],
    ] as const) {
      const person = await world.enrolled();
      expect(await outcome(finish(person, world.codeAt(person.secret, offset))), `${offset}`).toBe(expected);
    }
  });

  it("counts a code once, and none of before it afterwards", async () => {
    const person = await world.enrolled();
    const code = world.codeAt(person.secret);
    expect(await outcome(finish(person, code))).toBe("in");
    expect(await outcome(finish(person, code))).toBe("invalid_input");
    expect(await outcome(finish(person, world.codeAt(person.secret, -1)))).toBe("invalid_input");
    expect(await outcome(finish(person, world.codeAt(person.secret, 1)))).toBe("in");
  });

  it("does not count the code that turned it on again", async () => {
    const person = await world.newPerson();
    const enroller = { userId: person.id, startedBy: "test" };
    await world.factors.beginEnrolment(enroller);
    const { secret = "" } = (await world.factors.findEnrolment(enroller, person.email)) ?? {};
    const code = world.codeAt(secret);
    await world.as(person, () => world.factors.confirmEnrolment(enroller, code));
    expect(await outcome(finish(person, code))).toBe("invalid_input");
  });

  it("lets one in of 50 who use the same code, or the same backup code, at once", async () => {
    const person = await world.enrolled();
    for (const code of [world.codeAt(person.secret), person.backupCodes[0] ?? ""]) {
      const pending = await world.pending(person);
      const all = await Promise.all(
        Array.from({ length: 50 }, (_, nth) =>
          world.from(`198.51.${nth}.7`, () =>
            outcome(world.factors.finishSignIn(pending, { code, knownDevice: nth % 2 === 0 })),
          ),
        ),
      );
      expect(
        all.filter((each) => each === "in"),
        code,
      ).toHaveLength(1);
      world.clock.advance(QUARTER_MS);
    }
  });

  it("takes each backup code once, however it is typed, and says how many are left", async () => {
    const person = await world.enrolled();
    expect(new Set(person.backupCodes).size).toBe(10);
    const [first = "", second = ""] = person.backupCodes;
    expect(await outcome(finish(person, first.toUpperCase().replaceAll("-", " ")))).toBe("in");
    expect(await outcome(finish(person, first))).toBe("invalid_input");
    expect(await world.factors.secondFactorSince(person.id)).toMatchObject({ backupCodesLeft: 9 });
    const fresh = await world.as(person, () => world.factors.renewBackupCodes(person.id));
    expect(await outcome(finish(person, second))).toBe("invalid_input");
    expect(await outcome(finish(person, fresh[0] ?? ""))).toBe("in");
  });

  it("judges at most 100 of 10,000 guesses an account and quarter of an hour", async () => {
    const person = await world.enrolled();
    const pending = await world.pending(person);
    // So that a window's end lies in the middle of them.
    world.clock.advance(QUARTER_MS - (world.clock.nowMs() % QUARTER_MS) - 60_000);
    let judged = 0;
    for (let nth = 0; nth < 10_000; nth += 4) {
      if (nth === 5_000) world.clock.advance(60_000);
      const four = [0, 1, 2, 3].map((more) => {
        const guess = { code: "000000", knownDevice: (nth + more) % 10 === 0 };
        const ipAddress = `10.${(nth + more) % 100}.0.1`;
        return world.from(ipAddress, () => outcome(world.factors.finishSignIn(pending, guess)));
      });
      judged += (await Promise.all(four)).filter((each) => each === "invalid_input").length;
    }
    expect(judged).toBeGreaterThan(50);
    expect(judged).toBeLessThanOrEqual(100);
  }, 120_000);

  it.each([
    ["the password changes", (id: string) => setPassword(deps(), id, "another long password")],
    ["the role changes", (id: string) => changeRole(deps(), id, "finance")],
    ["the person is disabled", (id: string) => disableUser(deps(), id)],
  ])(
    "begins no session when %s between password and code, and keeps the second factor",
    async (_, change) => {
      const person = await world.enrolled();
      const pending = await world.pending(person);
      await actAs(TESTER, () => change(person.id));
      const code = world.codeAt(person.secret);
      expect(await outcome(world.factors.finishSignIn(pending, { code, ...stranger }))).toBe("not_signed_in");
      expect(await sessionsOf(person.id)).toHaveLength(0);
      expect(await world.factors.secondFactorSince(person.id)).not.toBeNull();
    },
  );

  it("leaves a row of each wrong code, and no code in it", async () => {
    const person = await world.enrolled();
    await outcome(finish(person, "000000"));
    expect(await rowsOf(person.id, "session.sign_in")).toEqual([
      { apiEndpoint: "/sign-in/second-factor", outcome: "failure" },
    ]);
  });
});

describe("setting one up", () => {
  it("shows the secret to the browser that began, for a quarter of an hour, until it is on", async () => {
    const person = await world.newPerson();
    const mine = { userId: person.id, startedBy: "mine" };
    const find = (startedBy: string) => world.factors.findEnrolment({ ...mine, startedBy }, person.email);
    await world.factors.beginEnrolment(mine);
    expect(await find("theirs")).toBeUndefined();
    const shown = await find("mine");
    expect(shown?.address).toMatch(/^otpauth:\/\/totp\/Countersign:person/);
    const { secret = "" } = shown ?? {};
    expect(
      await outcome(world.factors.confirmEnrolment({ ...mine, startedBy: "theirs" }, world.codeAt(secret))),
    ).toBe("not_allowed");
    world.clock.advance(QUARTER_MS);
    expect(await find("mine")).toBeUndefined();
    expect(await outcome(world.factors.confirmEnrolment(mine, world.codeAt(secret)))).toBe("not_allowed");
    expect("step" in (await world.signIn(person))).toBe(false);
  });

  it("is on after one right code of many at once, and can't be begun again over it", async () => {
    const person = await world.newPerson();
    const enroller = { userId: person.id, startedBy: "test" };
    await world.factors.beginEnrolment(enroller);
    const { secret = "" } = (await world.factors.findEnrolment(enroller, person.email)) ?? {};
    const code = world.codeAt(secret);
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        outcome(world.as(person, () => world.factors.confirmEnrolment(enroller, code))),
      ),
    );
    expect(all.filter((each) => each === "in")).toHaveLength(1);
    expect(await outcome(world.factors.beginEnrolment(enroller))).toBe("not_allowed");
    expect(await world.factors.findEnrolment(enroller, person.email)).toBeUndefined();
  });

  it("stores neither secret nor backup code as it is, and a key rotation covers the secret", async () => {
    const person = await world.enrolled();
    const [row] = await world.database.query<{ id: string; text: string }>(
      `SELECT id, encode("sealedSecret", 'escape') AS text FROM "SecondFactor" WHERE "userId" = $1`,
      [person.id],
    );
    expect(row?.text).not.toContain(person.secret);
    const current = randomBytes(32).toString("hex");
    const keyring = createKeyring({ current, previous: [world.key] });
    const rotation = await actAs(TESTER, () => rotateKeys({ ...deps(), keyring }, {}));
    expect(rotation).toMatchObject({ left: 0, unreadable: [] });
    const [rotated] = await world.database.query<{ sealedSecret: Buffer }>(
      `SELECT "sealedSecret" FROM "SecondFactor" WHERE "userId" = $1`,
      [person.id],
    );
    const place = { rowId: row?.id ?? "", userId: person.id };
    const box = factorBox(createKeyring({ current }));
    expect(box.decrypt(rotated?.sealedSecret ?? Buffer.alloc(0), place)).toBe(person.secret);
    expect(() =>
      box.decrypt(rotated?.sealedSecret ?? Buffer.alloc(0), { ...place, userId: "other" }),
    ).toThrow();
    // Back, for the tests after this one.
    const back = createKeyring({ current: world.key, previous: [current] });
    await actAs(TESTER, () => rotateKeys({ ...deps(), keyring: back }, {}));
  });
});

describe("proving who one is", () => {
  it("takes the password of who has no second factor, and a code of who has one", async () => {
    const plain = await world.newPerson();
    const prove = (person: { id: string; email: string }, proof: string) =>
      outcome(world.factors.prove(person, { proof, sessionId: "", ...stranger }));
    expect(await prove(plain, "wrong horse battery")).toBe("invalid_input");
    expect(await prove(plain, PASSWORD)).toBe("in");
    const person = await world.enrolled();
    expect(await prove(person, PASSWORD)).toBe("invalid_input");
    const code = world.codeAt(person.secret);
    expect(await prove(person, code)).toBe("in");
    expect(await prove(person, code)).toBe("invalid_input");
    expect((await rowsOf(person.id, "session.prove")).map((row) => row.outcome).sort()).toEqual([
      "failure",
      "failure",
      "success",
    ]);
  });

  it("counts its guesses as those of sign-ins", async () => {
    const person = await world.newPerson();
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, nth) =>
        world.from(`192.0.${nth}.9`, () =>
          outcome(world.factors.prove(person, { proof: "wrong horse battery", sessionId: "", ...stranger })),
        ),
      ),
    );
    expect(all.filter((each) => each === "invalid_input").length).toBeLessThanOrEqual(40);
    expect(all).toContain("too_many_attempts");
  });
});

it("a proof renews the session in which it was given, for five minutes, and no other", async () => {
  const person = await world.newPerson();
  const [mine, other] = [await world.signIn(person), await world.signIn(person)].map((entered) => ({
    sub: person.id,
    sid: "sessionId" in entered ? entered.sessionId : "",
    startedAtMs: 0,
  }));
  const isFresh = (claims = mine) => isFreshlyProved(world.database, claims ?? null, world.clock.nowMs());
  world.clock.advance(5 * 60_000 - 1);
  expect([await isFresh(mine), await isFresh(other)]).toEqual([true, true]);
  world.clock.advance(1);
  expect([await isFresh(mine), await isFresh(other)]).toEqual([false, false]);
  const prove = (proof: string) =>
    outcome(world.factors.prove(person, { proof, sessionId: mine?.sid ?? "", ...stranger }));
  expect(await prove("wrong horse battery")).toBe("invalid_input");
  expect(await isFresh(mine)).toBe(false);
  expect(await prove(PASSWORD)).toBe("in");
  expect([await isFresh(mine), await isFresh(other)]).toEqual([true, false]);
  const foreign = { proof: PASSWORD, sessionId: other?.sid ?? "", ...stranger };
  await world.factors.prove(await world.newPerson(), foreign);
  expect(await isFresh(other)).toBe(false);
});

describe("removing one", () => {
  it("leads back to the password alone", async () => {
    const person = await world.enrolled();
    await world.as(person, () => world.factors.removeSecondFactor(person.id));
    const session = await world.signIn(person);
    expect("step" in session).toBe(false);
    expect(await outcome(world.as(person, () => world.factors.removeSecondFactor(person.id)))).toBe(
      "not_allowed",
    );
  });

  it("by another admin ends sessions and sign-ins under way, is audited and mailed; one's own is refused", async () => {
    const [admin, person] = [await world.newPerson("admin"), await world.enrolled("admin")];
    const session = await finish(person, world.codeAt(person.secret));
    const pending = await world.pending(person);
    const reset = (by: { id: string }) =>
      outcome(world.as(by, () => world.factors.resetSecondFactor(person.id)));
    expect(await reset(person)).toBe("not_allowed");
    expect(await reset(admin)).toBe("in");
    expect(await reset(admin)).toBe("not_allowed");
    const claims = { sub: person.id, sid: session.sessionId, startedAtMs: 0 };
    expect(await userOf(world.database, claims)).toBeNull();
    const code = world.codeAt(person.secret, 1);
    expect(await outcome(world.factors.finishSignIn(pending, { code, ...stranger }))).toBe("not_signed_in");
    expect((await rowsOf(admin.id, "second_factor.change")).at(-1)?.apiEndpoint).toBe(
      `/users/${person.id}/second-factor/reset`,
    );
    await behindAnswersDone(world.database);
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      [person.email, "Your second factor was removed"],
    ]);
  });
});
