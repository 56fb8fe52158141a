import { beforeAll, describe, expect, test } from "vitest";
import { linkWorld, PASSWORD, tokenOf } from "@/dev/vitest/link-world";
import { actAs } from "@/lib/request-context";
import { hashPassword } from "../password";
import { signIn } from "../sign-in";
import { changeRole, createUser, disableUser } from "../users";
import { acceptByLink, acceptInvite } from "./accept-invite";
import { createInvite, renewInvite, revokeInvite } from "./create-invite";
import { listInvites, readInvite } from "./read-invites";

const world = linkWorld();
const TEST = { kind: "system", id: "test" } as const;
let admin: { id: string; email: string };
beforeAll(async () => {
  admin = await world.user("admin");
});

const asAdmin = <T>(work: () => T, by = admin) => actAs({ kind: "person", id: by.id }, work);
const invite = (email = world.address(), role = "support", by = admin) =>
  asAdmin(() => createInvite(world.deps, { email, role, byId: by.id }), by);
const handedOver = { byMail: false };
/** An invite whose link the test holds. */
async function opened(role = "support", by = admin) {
  const made = await invite(undefined, role, by);
  const [link] = await world.linksTo(made.email);
  return { ...made, token: tokenOf(link) };
}
const accept = (token: string, name = "Sam", password = PASSWORD) =>
  world.request("", () => acceptByLink(world.deps, { token, name, password }));
const stateOf = async (token: string) => (await readInvite(world.deps, token)).state;
const usersWith = async (email: string) =>
  world.database.query<{ id: string; role: string; name: string }>(
    `SELECT id, role, name FROM "User" WHERE email = $1`,
    [email],
  );

test("an invited person gets a mail, makes an account with the invited role and can sign in", async () => {
  const { email, token, link, mailProblem } = await opened("finance");
  expect({ link, mailProblem }).toEqual({ link: null, mailProblem: null });
  const mail = world.mailbox.mails().at(-1);
  expect(mail?.headers.subject).toBe("You are invited to Countersign at countersign.example.com");
  expect(mail?.html).toContain(`https://countersign.example.com/invite/${token}`);
  for (const text of [mail?.text, mail?.html]) expect(text).toContain("10 Mar 2026, 09:00 UTC");
  expect(await readInvite(world.deps, token)).toMatchObject({ state: "open", email, role: "finance" });
  const made = await accept(token, "  Fay  ");
  expect(await usersWith(email)).toEqual([{ id: made.id, role: "finance", name: "Fay" }]);
  expect(await signIn(world.deps, { email, password: PASSWORD })).toMatchObject({ id: made.id });
  expect(await stateOf(token)).toBe("accepted");
});

test("every step is in the audit log: invite.create, invite.renew, invite.revoke, invite.accept", async () => {
  const email = world.address();
  const first = await world.request("invite-1", () => invite(email));
  const second = await world.request("invite-2", () =>
    asAdmin(() => renewInvite(world.deps, { id: first.id, byId: admin.id, ...handedOver })),
  );
  const accepted = await world.request("invite-3", () =>
    acceptByLink(world.deps, { token: tokenOf(second.link), name: "Sam", password: PASSWORD }),
  );
  const third = await invite();
  await world.request("invite-4", () => asAdmin(() => revokeInvite(world.deps, third.id)));
  const row = (operation: string, userId: string, apiEndpoint: string) => ({
    operation,
    userId,
    apiEndpoint,
    outcome: "success",
    errorMessage: null,
  });
  expect(await world.auditOf("invite-1")).toEqual([
    row("invite.create", admin.id, `/invites/${first.id}/role/support`),
  ]);
  expect(await world.auditOf("invite-2")).toEqual([
    row("invite.renew", admin.id, `/invites/${second.id}/role/support`),
  ]);
  expect(await world.auditOf("invite-3")).toEqual([
    row("invite.accept", accepted.id, `/invites/${second.id}/role/support`),
    row("user.create", accepted.id, `/users/${accepted.id}`),
  ]);
  expect(await world.auditOf("invite-4")).toEqual([
    row("invite.revoke", admin.id, `/invites/${third.id}/revoke`),
  ]);
});

test("while no audit row can be written, nothing changes", async () => {
  const { id, email, token } = await opened();
  const before = await world.database.query('SELECT * FROM "Invite" ORDER BY id');
  const acts = [
    () => invite(),
    () => asAdmin(() => renewInvite(world.deps, { id, byId: admin.id, ...handedOver })),
    () => asAdmin(() => revokeInvite(world.deps, id)),
    () => accept(token),
  ];
  await world.withoutAudit(async () => {
    for (const act of acts) await expect(act()).rejects.toThrow();
  });
  expect(await world.database.query('SELECT * FROM "Invite" ORDER BY id')).toEqual(before);
  expect(await usersWith(email)).toEqual([]);
});

test("a token stands in no table", async () => {
  const { token } = await opened();
  const { link } = await asAdmin(async () => {
    const { id } = await invite();
    return renewInvite(world.deps, { id, byId: admin.id, ...handedOver });
  });
  await accept(token);
  const dump = await world.dump();
  expect(dump).toContain("invite.accept");
  for (const secret of [token, tokenOf(link)]) {
    expect(secret).toHaveLength(43);
    expect(dump).not.toContain(secret);
  }
});

test("of 100 uses at once one makes the account", async () => {
  const { id, email } = await opened();
  const passwordHash = await hashPassword(PASSWORD);
  const ends = await Promise.allSettled(
    Array.from({ length: 100 }, (_, nth) =>
      world.database.transaction((tx) =>
        acceptInvite(tx, {
          invite: { inviteId: id },
          email,
          name: `Person ${nth}`,
          passwordHash,
          nowMs: world.deps.clock.nowMs(),
        }),
      ),
    ),
  );
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await usersWith(email)).toHaveLength(1);
});

test("of 100 posts of one link at once one makes the account, and few reach hashing", async () => {
  const { email, token } = await opened();
  const ends = await Promise.allSettled(Array.from({ length: 100 }, () => accept(token)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const codes = ends.map((end) => (end.status === "rejected" ? end.reason.code : "made"));
  expect(codes.filter((code) => code === "too_many_attempts").length).toBeGreaterThanOrEqual(80);
  expect(await usersWith(email)).toHaveLength(1);
});

test("an invite of another address, and what is no link, open nothing", async () => {
  const { id } = await opened();
  await expect(
    world.database.transaction((tx) =>
      acceptInvite(tx, {
        invite: { inviteId: id },
        email: "other@example.com",
        name: "O",
        passwordHash: "x",
        nowMs: world.deps.clock.nowMs(),
      }),
    ),
  ).rejects.toMatchObject({ code: "not_allowed" });
  expect(await usersWith("other@example.com")).toEqual([]);
  for (const none of ["", "x", "x".repeat(43), "../../x", "\0", "é".repeat(43)]) {
    expect(await stateOf(none)).toBe("unknown");
    await expect(accept(none)).rejects.toMatchObject({ code: "not_allowed" });
  }
});

test("accepting and revoking at once: one of them counts", async () => {
  for (let nth = 0; nth < 10; nth += 1) {
    const { id, email, token } = await opened();
    const [accepted, revoked] = await Promise.allSettled([
      accept(token),
      asAdmin(() => revokeInvite(world.deps, id)),
    ]);
    expect([accepted.status, revoked.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(await usersWith(email)).toHaveLength(accepted.status === "fulfilled" ? 1 : 0);
  }
});

test("a new link voids the one before, and of three made at once the last is open", async () => {
  const { id, email, token } = await opened();
  const renew = () => asAdmin(() => renewInvite(world.deps, { id, byId: admin.id, ...handedOver }));
  const renewed = await Promise.all([renew(), renew(), renew()]);
  const states = await Promise.all(renewed.map(({ link }) => stateOf(tokenOf(link))));
  expect(states.sort()).toEqual(["open", "replaced", "replaced"]);
  expect(await stateOf(token)).toBe("replaced");
  await expect(accept(token)).rejects.toThrow("A newer invite replaced this one.");
  const open = await world.database.query(`SELECT id FROM "Invite" WHERE email = $1 AND "endedAt" IS NULL`, [
    email,
  ]);
  expect(open).toHaveLength(1);
});

test("an address has one open invite, also of many made at once", async () => {
  const email = world.address();
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => invite(email)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(invite(` ${email.toUpperCase()} `)).rejects.toMatchObject({
    code: "invalid_input",
    field: "email",
    message: `${email} is invited already. Send that invite again.`,
  });
});

test("an address that has an account is refused by name, and malformed input by field", async () => {
  const { id, email } = await world.user();
  await expect(invite(email)).rejects.toThrow(`${email} has an account already.`);
  await actAs(TEST, () => disableUser(world.deps, id));
  await expect(invite(email)).rejects.toThrow("It is disabled: enable it instead.");
  for (const malformed of ["", "x", "a@example.com,b@example.com", "a@example.com\nbcc: b@example.com"]) {
    await expect(invite(malformed)).rejects.toMatchObject({ code: "invalid_input", field: "email" });
  }
  await expect(invite(world.address(), "owner")).rejects.toMatchObject({ field: "role" });
});

test("an address that gets an account meanwhile accepts nothing, and spends nothing", async () => {
  const { id, email, token } = await opened("admin");
  const made = await actAs(TEST, () =>
    createUser(world.deps, { email, name: "Sam", role: "finance", password: PASSWORD }),
  );
  expect(await stateOf(token)).toBe("has_account");
  await expect(accept(token)).rejects.toThrow("An account with this email exists already.");
  expect(await usersWith(email)).toEqual([{ id: made, role: "finance", name: "Sam" }]);
  await expect(asAdmin(() => renewInvite(world.deps, { id, byId: admin.id, ...handedOver }))).rejects.toThrow(
    "has an account already",
  );
});

test("accepting and creating the account at once makes one", async () => {
  const { email, token } = await opened();
  const made = actAs(TEST, () =>
    createUser(world.deps, { email, name: "Made", role: "finance", password: PASSWORD }),
  );
  await Promise.allSettled([accept(token), made]);
  expect(await usersWith(email)).toHaveLength(1);
});

describe("who invited", () => {
  test("is disabled or demoted: the invite is void and says so", async () => {
    const [disabled, demoted] = [await world.user("admin"), await world.user("admin")];
    const first = await opened("admin", disabled);
    const second = await opened("admin", demoted);
    await actAs(TEST, () => disableUser(world.deps, disabled.id));
    await actAs(TEST, () => changeRole(world.deps, demoted.id, "support"));
    for (const { token, email } of [first, second]) {
      expect(await stateOf(token)).toBe("void");
      await expect(accept(token)).rejects.toThrow("no longer an admin here");
      expect(await usersWith(email)).toEqual([]);
    }
    const { token } = await asAdmin(async () => {
      const { link } = await renewInvite(world.deps, { id: first.id, byId: admin.id, ...handedOver });
      return { token: tokenOf(link) };
    });
    expect(await stateOf(token)).toBe("open");
    const again = await invite(second.email, "finance");
    expect(again.id).not.toBe(second.id);
  });

  test("is demoted while the invite is accepted: either the account was made before, or not at all", async () => {
    for (let nth = 0; nth < 10; nth += 1) {
      const inviter = await world.user("admin");
      const { email, token } = await opened("admin", inviter);
      const demoted = actAs(TEST, () => changeRole(world.deps, inviter.id, "support"));
      const [accepted] = await Promise.allSettled([accept(token), demoted]);
      expect(await usersWith(email)).toHaveLength(accepted.status === "fulfilled" ? 1 : 0);
    }
  });
});

test("an invite ends after 7 days", async () => {
  const { id, email, token } = await opened();
  world.advanceMinutes(7 * 24 * 60 - 1);
  expect(await stateOf(token)).toBe("open");
  world.advanceMinutes(1);
  expect(await stateOf(token)).toBe("expired");
  await expect(accept(token)).rejects.toThrow("This invite has expired");
  expect((await invite(email)).id).not.toBe(id);
});

test("a mail server that refuses or is not set gives the link to who invites, with the reason", async () => {
  world.mailbox.refuse({ code: 550, message: "no such mailbox" });
  const refused = await invite();
  world.mailbox.refuse(undefined);
  expect(refused.mailProblem).toContain("refused the message");
  expect(await stateOf(tokenOf(refused.link))).toBe("open");
  const email = world.address();
  const unset = await asAdmin(() =>
    createInvite({ ...world.deps, mailer: null }, { email, role: "support", byId: admin.id }),
  );
  expect(unset.mailProblem).toBeNull();
  expect(await stateOf(tokenOf(unset.link))).toBe("open");
  expect(await world.linksTo(email)).toEqual([]);
});

test("a wrong name or password spends nothing", async () => {
  const { token } = await opened();
  await expect(accept(token, "  ")).rejects.toMatchObject({ code: "invalid_input", field: "name" });
  await expect(accept(token, "Sam", "short")).rejects.toMatchObject({ field: "password" });
  expect(await stateOf(token)).toBe("open");
});

test("the list has open invites first, and nothing of old links", async () => {
  const { id, email } = await opened();
  await asAdmin(() => renewInvite(world.deps, { id, byId: admin.id, ...handedOver }));
  const listed = await listInvites(world.deps);
  expect(listed.filter((each) => each.email === email)).toMatchObject([{ id, state: "open" }]);
  const firstEnded = listed.findIndex(({ endedAt }) => endedAt !== null);
  expect(listed.slice(firstEnded).every(({ endedAt }) => endedAt !== null)).toBe(true);
});
