import { expect, it } from "vitest";
import { PASSWORD, ssoWorld } from "@/dev/vitest/sso-world";
import { linkByHand, setPassword, signIn } from "@/lib/people";
import { actAs } from "@/lib/request-context";

const BREAK_GLASS = "breakglass@example.org";
const world = ssoWorld({ domains: ["example.org"], breakGlass: BREAK_GLASS });
const free = ssoWorld({ domains: ["example.org"] });

/** An identity provider that never tells when it asked. */
const silent = ssoWorld({ domains: ["example.org"] }, async (url, init) => {
  const answer = await fetch(url, init);
  if (!String(url).includes("/.well-known/")) return answer;
  const { claims_supported: _left, ...document } = (await answer.json()) as Record<string, unknown>;
  return Response.json(document);
});

const withPassword = (of: typeof world, email: string, password = PASSWORD) =>
  of.visit(() => signIn({ database: of.database, clock: of.clock, sso: of.env }, { email, password }));

async function inSession(of: typeof world, role = "support") {
  const user = await of.user(role);
  const session = await free.visit(() =>
    signIn({ database: of.database, clock: of.clock }, { email: user.email, password: PASSWORD }),
  );
  if ("step" in session) throw new Error("no step was expected");
  const purpose = (kind: "confirm" | "link") =>
    ({ kind, userId: user.id, sessionId: session.sessionId }) as const;
  return { ...user, sessionId: session.sessionId, purpose };
}

it("whoever is signed in links a company account, and comes in by it from then on", async () => {
  const own = await inSession(free);
  const ida = free.person();
  expect(await free.enter(ida.subject, { purpose: own.purpose("link"), fresh: true })).toBe("done");
  expect(await free.enter(ida.subject)).toMatchObject({ entered: { id: own.id }, email: own.email });
  expect((await free.audit()).at(-2)).toMatchObject({
    operation: "user.change",
    userId: own.id,
    apiEndpoint: `/users/${own.id}/sso/linked`,
  });
});

it("a subject that is linked to somebody else is linked to nobody more, of ten at once to one", async () => {
  const people: Awaited<ReturnType<typeof inSession>>[] = [];
  for (let nth = 0; nth < 10; nth++) people.push(await inSession(free));
  const ida = free.person();
  const ends = await Promise.allSettled(
    people.map((own) => free.enter(ida.subject, { purpose: own.purpose("link"), fresh: true })),
  );
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason.reason] : []));
  expect(new Set(refused)).toEqual(new Set(["taken"]));
});

it("an account has one company account, and a session that has ended links none", async () => {
  const own = await inSession(free);
  await free.enter(free.person().subject, { purpose: own.purpose("link"), fresh: true });
  const another = free.enter(free.person().subject, { purpose: own.purpose("link"), fresh: true });
  await expect(another).rejects.toMatchObject({ reason: "linked" });
  const gone = await inSession(free);
  await free.database.query('DELETE FROM "Session" WHERE id = $1', [gone.sessionId]);
  const late = free.enter(free.person().subject, { purpose: gone.purpose("link"), fresh: true });
  await expect(late).rejects.toMatchObject({ reason: "expired" });
});

it("a person without a password confirms by the company's account, and by nobody else's", async () => {
  const [ann, bob] = [free.person({ email: "ann@example.org" }), free.person({ email: "bob@example.org" })];
  const arrived = await free.enter(ann.subject);
  if (typeof arrived === "string" || "step" in arrived.entered) throw new Error("a session was expected");
  const { id: userId, sessionId } = arrived.entered;
  const purpose = { kind: "confirm", userId, sessionId } as const;
  const proved = async () =>
    (
      await free.database.query<{ at: Date }>('SELECT "provedAt" AS at FROM "Session" WHERE id = $1', [
        sessionId,
      ])
    )[0]?.at.getTime();
  await expect(free.enter(bob.subject, { purpose, fresh: true })).rejects.toMatchObject({
    reason: "other_person",
  });
  expect(await proved()).toBe(0);
  expect(await free.enter(ann.subject, { purpose, fresh: true })).toBe("done");
  expect(Math.abs(((await proved()) ?? 0) - Date.now())).toBeLessThan(60_000);
  const proofs = (await free.audit()).filter(({ operation }) => operation === "session.prove");
  expect(proofs.map(({ outcome }) => outcome).sort()).toEqual(["failure", "success"]);
  expect(new Set(proofs.map(({ userId: of }) => of))).toEqual(new Set([userId]));
});

it("an identity provider that never tells when it asked signs people in, and proves nothing", async () => {
  silent.provider.tamper(({ auth_time: _left, ...claims }) => claims);
  const eli = silent.person({ email: "eli@example.org" });
  const arrived = await silent.enter(eli.subject, { fresh: true });
  if (typeof arrived === "string" || "step" in arrived.entered) throw new Error("a session was expected");
  const { id: userId, sessionId } = arrived.entered;
  const purpose = { kind: "confirm", userId, sessionId } as const;
  await expect(silent.enter(eli.subject, { purpose, fresh: true })).rejects.toMatchObject({
    reason: "not_fresh",
  });
  const [session] = await silent.database.query('SELECT "provedAt" FROM "Session" WHERE id = $1', [
    sessionId,
  ]);
  expect(session).toEqual({ provedAt: new Date(0) });
});

it("a person unlinks their company account while their password counts, and is signed out", async () => {
  const own = await inSession(free);
  const ida = free.person();
  await free.enter(ida.subject, { purpose: own.purpose("link"), fresh: true });
  expect(await free.sso.ssoOfPerson(own.id)).toEqual({ isLinked: true, mayUnlink: true });
  await free.as(own, () => free.sso.unlinkSso(own.id));
  expect(await free.database.query('SELECT 1 FROM "Session" WHERE "userId" = $1', [own.id])).toEqual([]);
  await expect(free.enter(ida.subject)).rejects.toMatchObject({ reason: "uninvited" });
  await expect(free.as(own, () => free.sso.unlinkSso(own.id))).rejects.toMatchObject({ code: "not_allowed" });
});

it("the only way in stays, but for an operator", async () => {
  const cyd = free.person({ email: "cyd@example.org" });
  await free.enter(cyd.subject);
  const id = String((await free.userOf(cyd.subject))?.id);
  expect(await free.sso.ssoOfPerson(id)).toEqual({ isLinked: true, mayUnlink: false });
  await expect(free.as({ id }, () => free.sso.unlinkSso(id))).rejects.toMatchObject({ code: "not_allowed" });
  const operator = { kind: "system", id: "operator" } as const;
  await actAs(operator, () => free.sso.unlinkSso(id));
  expect(await free.userOf(cyd.subject)).toBeUndefined();
  await actAs(operator, () => linkByHand({ ...free, issuer: free.env.issuer }, id, cyd.subject));
  expect(await free.enter(cyd.subject)).toMatchObject({ entered: { id } });
});

it("with SSO_ONLY a password opens the break-glass admin's account, and nobody else's", async () => {
  const admin = await world.user("admin", BREAK_GLASS);
  const other = await world.user("admin");
  expect(await withPassword(world, BREAK_GLASS)).toMatchObject({ id: admin.id });
  await expect(withPassword(world, other.email)).rejects.toMatchObject({ code: "not_signed_in" });
  expect(await world.database.query('SELECT 1 FROM "Session" WHERE "userId" = $1', [other.id])).toEqual([]);
  await world.database.query(`UPDATE "User" SET role = 'support' WHERE id = $1`, [admin.id]);
  await expect(withPassword(world, BREAK_GLASS)).rejects.toMatchObject({ code: "not_signed_in" });
  await world.database.query(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [admin.id]);
});

it("with SSO_ONLY one sentence answers right, wrong and unknown, so that it tells nothing", async () => {
  const known = await world.user();
  const asked: [string, string][] = [
    [known.email, PASSWORD],
    [known.email, "a wrong password"],
    ["nobody@example.org", PASSWORD],
    [BREAK_GLASS, "a wrong password"],
  ];
  const said = await Promise.all(
    asked.map(([email, password]) =>
      withPassword(world, email, password).then(String, ({ message }: Error) => message),
    ),
  );
  expect(new Set(said)).toEqual(
    new Set(["Email or password is not right, or passwords are turned off. Sign in with Acme."]),
  );
});

it("the break-glass admin comes in while the identity provider is down", async () => {
  world.provider.fail((request) => request.socket.destroy());
  world.clock.advance(61 * 60_000);
  await expect(world.start()).rejects.toMatchObject({ reason: "unavailable" });
  expect(await withPassword(world, BREAK_GLASS)).toMatchObject({ sessionId: expect.any(String) });
  world.clock.advance(-61 * 60_000);
});

it("a new password for a person with a company account leaves the account linked", async () => {
  const own = await inSession(free);
  const ida = free.person();
  await free.enter(ida.subject, { purpose: own.purpose("link"), fresh: true });
  await actAs({ kind: "system", id: "operator" }, () => setPassword(free, own.id, "another password here"));
  expect(await free.enter(ida.subject)).toBe("ask again");
  expect(await free.enter(ida.subject, { fresh: true })).toMatchObject({ entered: { id: own.id } });
});
