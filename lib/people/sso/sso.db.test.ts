import { expect, it } from "vitest";
import { ssoWorld } from "@/dev/vitest/sso-world";
import { changeRole, disableUser } from "@/lib/people";
import { endPersonsSessions } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";

const world = ssoWorld({ domains: ["example.org"], roles: { IT: "admin", Helpdesk: "support" } });

const OPERATOR = { kind: "system", id: "operator" } as const;
const operator = <T>(work: () => T): T => actAs(OPERATOR, work);
const usersWith = (email: string) =>
  world.database.query<{ id: string; role: string }>(`SELECT id, role FROM "User" WHERE email = $1`, [email]);
const sessionsOf = (id: unknown) =>
  world.database.query<{ proved: Date }>(`SELECT "provedAt" AS proved FROM "Session" WHERE "userId" = $1`, [
    id,
  ]);
const begun = { entered: { sessionId: expect.any(String) } };

it("a person of a named domain comes without invite, with the lowest role, and again as the same one", async () => {
  const ada = world.person({ email: "Ada@Example.org" });
  expect(await world.enter(ada.subject)).toMatchObject({ ...begun, email: "ada@example.org" });
  const account = { email: "ada@example.org", name: "Ada", role: "finance", passwordHash: null };
  expect(await world.userOf(ada.subject)).toMatchObject(account);
  await world.enter(ada.subject);
  expect(await usersWith("ada@example.org")).toHaveLength(1);
  const rows = (await world.audit()).map(({ operation, outcome }) => `${operation} ${outcome}`);
  expect(rows.filter((row) => row === "user.create success")).toHaveLength(1);
  expect(rows.filter((row) => row === "session.sign_in success")).toHaveLength(2);
});

it("a domain is the whole of it: neither what ends like it nor a part under it", async () => {
  for (const email of ["eve@notexample.org", "eve@sub.example.org", "eve@example.org.evil.example"]) {
    await expect(world.enter(world.person({ email }).subject)).rejects.toMatchObject({ reason: "uninvited" });
    expect(await usersWith(email)).toEqual([]);
  }
});

it("an invite is accepted by its address, with its role, and spent", async () => {
  const grace = world.person({ email: "grace@elsewhere.example", name: "Grace" });
  await world.invite("grace@elsewhere.example", "support");
  expect(await world.enter(grace.subject)).toMatchObject(begun);
  expect(await world.userOf(grace.subject)).toMatchObject({
    role: "support",
    name: "Grace",
    passwordHash: null,
  });
  const [invite] = await world.database.query(`SELECT "endedWhy" FROM "Invite" WHERE email = $1`, [
    grace.email,
  ]);
  expect(invite).toEqual({ endedWhy: "accepted" });
});

it("ten tabs of one invited person make one account", async () => {
  const tess = world.person();
  await world.invite(tess.email);
  const ways = await Promise.all(Array.from({ length: 10 }, () => world.start()));
  const arrived = await Promise.all(
    ways.map(async ({ url, trip }) => world.end(trip, await world.provider.signIn(url, tess.subject))),
  );
  expect(arrived).toHaveLength(10);
  expect(await usersWith(tess.email)).toHaveLength(1);
});

it("an invite of a person who is no admin any more is void, and an expired one opens nothing", async () => {
  const [voided, late] = [world.person(), world.person()];
  const inviter = await world.invite(voided.email);
  await world.user("admin");
  await operator(() => changeRole(world, inviter, "support"));
  await expect(world.enter(voided.subject)).rejects.toMatchObject({ reason: "uninvited" });
  await world.invite(late.email);
  await world.database.query(`UPDATE "Invite" SET "expiresAt" = now() - interval '1 s' WHERE email = $1`, [
    late.email,
  ]);
  await expect(world.enter(late.subject)).rejects.toMatchObject({ reason: "uninvited" });
});

it("groups give the highest role they name, and another one from the next sign-in on", async () => {
  await world.user("admin");
  const rosa = world.person({ groups: ["Helpdesk", "IT", "Choir"] });
  await world.enter(rosa.subject);
  expect(await world.userOf(rosa.subject)).toMatchObject({ role: "admin" });
  world.provider.add({ ...rosa, groups: ["Helpdesk"] });
  expect(await world.enter(rosa.subject)).toMatchObject(begun);
  expect(await world.userOf(rosa.subject)).toMatchObject({ role: "support" });
  world.provider.add({ ...rosa, groups: ["constructor", "__proto__"] });
  await world.enter(rosa.subject);
  expect(await world.userOf(rosa.subject)).toMatchObject({ role: "support" });
});

it.each([
  ["missing", undefined],
  ["false", false],
  ["the text true", "true"],
  ["one", 1],
])("an address whose verification is %s opens nothing", async (_what, emailVerified) => {
  const email = "unverified@example.org";
  const person = world.person({ email, emailVerified });
  await world.invite(email).catch(() => undefined);
  await expect(world.enter(person.subject)).rejects.toMatchObject({ reason: "unverified" });
  expect(await usersWith(email)).toEqual([]);
});

it("an account with the same address belongs to its owner: another subject does not enter it", async () => {
  const owner = await world.user("admin", "owner@example.org");
  const stranger = world.person({ email: "owner@example.org", groups: ["IT"] });
  await expect(world.enter(stranger.subject)).rejects.toMatchObject({ reason: "unlinked" });
  expect(await sessionsOf(owner.id)).toEqual([]);
  const [row] = (await world.audit()).slice(-1);
  expect(row).toMatchObject({ outcome: "failure", errorMessage: expect.stringContaining(stranger.subject) });
});

it("a person stays who they are when their address changes, and whoever gets the old one is another", async () => {
  const mia = world.person({ email: "mia@example.org" });
  await world.enter(mia.subject);
  world.provider.add({ ...mia, email: "mia.new@example.org" });
  expect(await world.enter(mia.subject)).toMatchObject({ email: "mia@example.org" });
  const heir = world.person({ email: "mia@example.org" });
  await expect(world.enter(heir.subject)).rejects.toMatchObject({ reason: "unlinked" });
});

it("a disabled person stays disabled, and gets no second account", async () => {
  const dan = world.person({ email: "dan@example.org" });
  await world.enter(dan.subject);
  const { id } = (await world.userOf(dan.subject)) ?? {};
  await operator(() => disableUser(world, id as string));
  world.provider.add({ ...dan, email: "dan.again@example.org" });
  await expect(world.enter(dan.subject)).rejects.toMatchObject({ reason: "disabled" });
  await expect(world.enter(dan.subject, { fresh: true })).rejects.toMatchObject({ reason: "disabled" });
  expect(await usersWith("dan.again@example.org")).toEqual([]);
  expect(await sessionsOf(id)).toEqual([]);
});

it("an end of their sessions that comes while a person is let in counts for that sign-in, too", async () => {
  const { subject } = world.person({ email: "lou@example.org" });
  await world.enter(subject);
  const { id } = (await world.userOf(subject)) ?? {};
  const waits = () =>
    world.database.query(
      "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')",
    );
  const entering = await world.database.transaction(async (tx) => {
    await tx.query(`UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE id = $1`, [id]);
    const entered = world.enter(subject);
    await expect.poll(async () => (await waits()).length).toBeGreaterThan(0);
    return { entered };
  });
  expect(await entering.entered).toBe("ask again");
});

it("after an end of their sessions the identity provider must ask a person who they are", async () => {
  const kim = world.person({ email: "kim@example.org" });
  await world.enter(kim.subject);
  const { id } = (await world.userOf(kim.subject)) ?? {};
  await operator(() => endPersonsSessions(world, id as string));
  expect(await world.enter(kim.subject)).toBe("ask again");
  expect(await sessionsOf(id)).toEqual([]);
  const { url } = await world.start({ fresh: true });
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ prompt: "login", max_age: "0" });
  expect(await world.enter(kim.subject, { fresh: true })).toMatchObject(begun);
  expect(await world.enter(kim.subject)).toMatchObject(begun);
});

it("an identity provider that was told to ask, and did not, lets nobody in", async () => {
  const kay = world.person({ email: "kay@example.org" });
  world.provider.tamper((claims) => ({ ...claims, auth_time: Math.floor(Date.now() / 1_000) - 3_600 }));
  await expect(world.enter(kay.subject, { fresh: true })).rejects.toMatchObject({ reason: "not_fresh" });
  world.provider.tamper(({ auth_time: _left, ...claims }) => claims);
  await expect(world.enter(kay.subject, { fresh: true })).rejects.toMatchObject({ reason: "not_fresh" });
});

it("a sign-in without a question is no fresh proof, and one with a question is", async () => {
  const ana = world.person({ email: "ana@example.org" });
  await world.enter(ana.subject);
  const { id } = (await world.userOf(ana.subject)) ?? {};
  const [silent] = await sessionsOf(id);
  expect(silent?.proved.getTime()).toBe(0);
  await world.database.query('DELETE FROM "Session" WHERE "userId" = $1', [id]);
  await world.enter(ana.subject, { fresh: true });
  const [asked] = await sessionsOf(id);
  expect(Math.abs((asked?.proved.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
});

it("the company's account stands in for no second factor", async () => {
  const sam = world.person({ email: "sam@example.org" });
  await world.database.query(
    `INSERT INTO "SignInPolicy" (id, "secondFactorRequired", "changedAt") VALUES ('all', true, now())`,
  );
  try {
    expect(await world.enter(sam.subject)).toMatchObject({ entered: { step: "set_up" } });
    const { id } = (await world.userOf(sam.subject)) ?? {};
    expect(await sessionsOf(id)).toEqual([]);
  } finally {
    await world.database.query('DELETE FROM "SignInPolicy"');
  }
});

it("a cancelled sign-in says so", async () => {
  await expect(world.enter(null)).rejects.toMatchObject({ reason: "cancelled" });
});
