// Longer than others: what each person is told in the app and by mail, as roles and choices change.

import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { ADMIN } from "@/dev/world/consent";
import { COMMAND_LINE } from "@/lib/actor";
import { endProblemNotes } from "@/lib/health/notes/end-notes";
import { noteProblem } from "@/lib/health/notes/note-problem";
import { createApiKeys } from "@/lib/people/api-keys";
import { can, ROLES, type Role } from "@/lib/people/roles";
import { changeRole, createUser, disableUser, enableUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { addEmailChannel, switchChannel } from "../channels";
import { listChannels, listDeliveries } from "../history";
import { sendTest } from "../send-test";
import { kindsFor } from "./audience";
import { countUnread, listNotifications, markRead } from "./notifications";
import { chooseMail, mailChoiceOf } from "./own-mail";

const world = alertWorld();
const DAY = 24 * 60;
let serial = 0;
const deps = () => ({ database: world.database, clock: world.simulator.clock });

async function person(role: Role) {
  const email = `person${++serial}@example.com`;
  const id = await actAs(ADMIN, () =>
    createUser(deps(), { email, name: `Person ${serial}`, role, password: "correct horse battery" }),
  );
  world.advanceMinutes(1);
  return { userId: id, role, email };
}

const choose = (userId: string, choice: "nothing" | "action" | "all") =>
  actAs({ kind: "person", id: userId }, () => chooseMail(deps(), { userId, choice }));
const mailsTo = (address: string) => world.mailbox.mails().filter(({ to }) => to.includes(address));

async function broken() {
  const made = await world.connectQbo();
  world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
  await world.check(made.companyId);
  return { ...made, connectionId: await world.connectionIdOf(made.companyId) };
}

async function reconnect({ companyId, realmId }: { companyId: string; realmId: string }) {
  world.advanceMinutes(1);
  await world.consent("qbo", companyId, { realmId }, "reconnect");
}

/** Its first warning had passed when it was made: the last one, a week before its end, is due. */
async function newKey() {
  await actAs(ADMIN, () =>
    createApiKeys({ ...deps(), random: randomBytes, providers: ["qbo", "xero"] }).makeKey({
      name: `Key ${++serial}`,
      service: "billing",
      scopes: ["tokens:vend"],
      companyIds: null,
      providers: ["qbo"],
      environment: "live",
      networks: [],
      expiresInDays: 20,
    }),
  );
  world.advanceMinutes(14 * DAY);
}

beforeEach(async () => {
  await world.reset();
  await endProblemNotes(deps());
});

describe("notifications", () => {
  test("tell what began and what is over, each once, with its company", async () => {
    const reader = await person("finance");
    const made = await broken();
    await world.evaluate();
    expect(await countUnread(deps(), reader)).toBe(1);
    await reconnect(made);
    await world.evaluate();
    const { notifications } = await listNotifications(deps(), reader);
    expect(notifications).toMatchObject([
      {
        kind: "needs_reconnecting",
        event: "over",
        companyId: made.companyId,
        connectionType: "qbo",
        isUnread: true,
      },
      { kind: "needs_reconnecting", event: "began", companyId: made.companyId, isUnread: true },
    ]);
    expect(await countUnread(deps(), reader)).toBe(2);
  });

  test("are read by each person for themselves, up to what they saw", async () => {
    const [one, other] = [await person("support"), await person("support")];
    await broken();
    await world.evaluate();
    const { newestMs } = await listNotifications(deps(), one);
    world.advanceMinutes(1);
    await broken();
    await world.evaluate();
    await markRead(deps(), { userId: one.userId, upToMs: newestMs ?? 0 });
    expect([await countUnread(deps(), one), await countUnread(deps(), other)]).toEqual([1, 2]);
    // An older form sent again takes nothing back, and one from the time to come reads nothing beforehand.
    await markRead(deps(), { userId: one.userId, upToMs: Date.UTC(2190, 0) });
    await markRead(deps(), { userId: one.userId, upToMs: newestMs ?? 0 });
    expect(await countUnread(deps(), one)).toBe(0);
    world.advanceMinutes(1);
    await broken();
    await world.evaluate();
    expect(await countUnread(deps(), one)).toBe(1);
    const { notifications } = await listNotifications(deps(), one);
    expect(notifications.map(({ isUnread }) => isUnread)).toEqual([true, false, false]);
  });

  test("hold what the role may see now, and nothing from before a person came counts as unread", async () => {
    await newKey();
    await world.evaluate();
    const late = await person("admin");
    expect(await countUnread(deps(), late)).toBe(0);
    const kinds = async (role: Role) =>
      (await listNotifications(deps(), { userId: late.userId, role })).notifications.map(({ kind }) => kind);
    expect(await kinds("admin")).toEqual(["key_expiring"]);
    expect(await kinds("support")).toEqual([]);
    expect(await kinds("finance")).toEqual([]);
  });

  test("call no deadline over that has passed: the worse problem says so alone", async () => {
    const reader = await person("support");
    await world.connectQbo();
    world.advanceMinutes(88 * DAY);
    await world.evaluate();
    world.advanceMinutes(14 * DAY);
    await world.evaluate();
    const { notifications } = await listNotifications(deps(), reader);
    expect(notifications.map(({ kind, event }) => `${kind} ${event}`)).toEqual([
      "needs_reconnecting began",
      "expiring_soon began",
    ]);
    expect(await countUnread(deps(), reader)).toBe(2);
  });

  test("tell a person that the problem they took on is over, and nobody else", async () => {
    const [mine, other] = [await person("support"), await person("support")];
    const made = await broken();
    const note = { connectionId: made.connectionId, reason: "Called Ana", byName: "Person", seenId: null };
    await actAs({ kind: "person", id: mine.userId }, () =>
      noteProblem(deps(), { ...note, untilMs: world.simulator.clock.nowMs() + DAY * 60_000 }),
    );
    world.advanceMinutes(DAY);
    await endProblemNotes(deps());
    const { notifications } = await listNotifications(deps(), mine);
    expect(notifications).toMatchObject([
      { kind: null, event: "note", companyId: made.companyId, note: { isSnooze: true, endedWhy: "time" } },
    ]);
    expect([await countUnread(deps(), mine), await countUnread(deps(), other)]).toEqual([1, 0]);
  });

  test("come a hundred a page, each once, and are counted up to a hundred", async () => {
    const reader = await person("finance");
    const at = new Date(world.simulator.clock.nowMs());
    await world.database.query(
      `INSERT INTO "Alert" (id, kind, "subjectId", "companyId", "connectionType", "raisedAt", "endedAt")
       SELECT 'a' || n, 'provider_incident', 'i' || n, '', 'qbo', $1, $1 FROM generate_series(1, 130) n`,
      [at],
    );
    expect(await countUnread(deps(), reader)).toBe(100);
    const seen: string[] = [];
    let page = await listNotifications(deps(), reader);
    for (let pages = 0; pages < 5; pages++) {
      seen.push(...page.notifications.map(({ id }) => id));
      if (!page.older) break;
      page = await listNotifications(deps(), reader, page.older);
    }
    // The beginning and the end of each are at one moment here: an end that another beginning follows at once is no news.
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(130);
  });
});

test("kinds are open to the roles that may open what they lead to", () => {
  for (const role of ROLES) {
    expect(kindsFor(role).includes("key_expiring")).toBe(can(role, "keys.manage"));
    expect(kindsFor(role).includes("endpoint_disabled")).toBe(can(role, "settings.read"));
    expect(kindsFor(role).includes("needs_reconnecting")).toBe(can(role, "companies.read"));
  }
});

describe("a person's own mail", () => {
  test("comes by the same outbox, says why and leads to the choice; nobody is shown the address", async () => {
    const { userId, email } = await person("finance");
    expect(await mailChoiceOf(deps(), userId)).toBe("nothing");
    await choose(userId, "action");
    const made = await broken();
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
    expect(await world.deliver()).toEqual({ delivered: 1, failed: 0 });
    const [mail] = mailsTo(email);
    expect(mail?.text).toContain(
      "You get this because you chose it under Notifications. Change it here: https://countersign.example.com/profile/notifications",
    );
    const [shown] = await listDeliveries(deps(), 1);
    expect(JSON.stringify(shown)).not.toContain(email);
    expect(shown?.target).toMatch(/^Person \d+ \(own mail\)$/);
    expect(await listChannels(deps())).toEqual([]);
    const audited = await world.database.query<{ words: string }>(
      `SELECT "errorMessage" AS words FROM "AuditLog" WHERE operation IN ('alert.deliver', 'alert.channel_change')
       ORDER BY position DESC LIMIT 2`,
    );
    expect(audited.map(({ words }) => words)).toEqual([
      expect.stringMatching(/^To Person \d+ \(own mail\)\.$/),
      "Own mail: action needed.",
    ]);
    // The end is no action needed.
    await reconnect(made);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 0 });
  });

  test("holds everything where that was chosen, outages and ends included", async () => {
    const [all, action] = [await person("support"), await person("support")];
    await choose(all.userId, "all");
    await choose(action.userId, "action");
    const made = await broken();
    await world.openIncident("qbo", [made.companyId]);
    expect(await world.evaluate()).toEqual({ raised: 2, ended: 0, told: 3 });
    await reconnect(made);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 1 });
    await world.deliver();
    expect([mailsTo(all.email).length, mailsTo(action.email).length]).toEqual([3, 1]);
  });

  test("changes with the choice: nothing gives up what waits, the same again is no change", async () => {
    const { userId, email } = await person("support");
    await choose(userId, "all");
    await choose(userId, "all");
    await broken();
    await world.evaluate();
    await choose(userId, "nothing");
    expect(await mailChoiceOf(deps(), userId)).toBe("nothing");
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
    await choose(userId, "action");
    expect(await mailChoiceOf(deps(), userId)).toBe("action");
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
    expect(mailsTo(email)).toEqual([]);
    const rows = await world.database.query(
      `SELECT 1 FROM "AuditLog" WHERE operation = 'alert.channel_change' AND "apiEndpoint" = $1`,
      [`/users/${userId}/alert-mail`],
    );
    expect(rows).toHaveLength(3);
  });

  test("holds only what the role may see, when it is put down and when it is sent", async () => {
    const { userId, email } = await person("admin");
    await choose(userId, "all");
    await newKey();
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
    await actAs(COMMAND_LINE, () => changeRole(deps(), userId, "support"));
    // Waiting already: judged anew as it is sent, and not tried again.
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 1 });
    expect(await listDeliveries(deps(), 1)).toMatchObject([
      { nextAttemptAt: null, lastError: "This person may not see it any more." },
    ]);
    await newKey();
    expect(await world.evaluate()).toMatchObject({ raised: 1, told: 0 });
    await broken();
    await world.evaluate();
    await world.deliver();
    expect(mailsTo(email)).toHaveLength(1);
  });

  test("ends with a disabled person, whose waiting mail is not sent; enabled again they get what begins then", async () => {
    const { userId, email } = await person("support");
    await choose(userId, "all");
    await broken();
    await world.evaluate();
    await actAs(COMMAND_LINE, () => disableUser(deps(), userId));
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 1 });
    await broken();
    expect((await world.evaluate()).told).toBe(0);
    await actAs(COMMAND_LINE, () => enableUser(deps(), userId));
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
    await broken();
    await world.evaluate();
    await world.deliver();
    expect(mailsTo(email)).toHaveLength(1);
  });

  test("is no channel that an admin turns off, tries out or counts", async () => {
    const { userId } = await person("support");
    await choose(userId, "all");
    const [own] = await world.database.query<{ id: string }>(
      `SELECT id FROM "AlertChannel" WHERE "userId" = $1`,
      [userId],
    );
    const id = own?.id ?? "";
    await expect(actAs(ADMIN, () => switchChannel(world.deps, id, false))).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(actAs(ADMIN, () => sendTest(world.deps, id))).rejects.toMatchObject({ code: "not_found" });
    await actAs(ADMIN, () => addEmailChannel(world.deps, `shared${++serial}@example.com`));
    expect(await listChannels(deps())).toHaveLength(1);
    expect(await mailChoiceOf(deps(), userId)).toBe("all");
  });
});
