// Longer than others: every way a message can fare, by mail and by webhook, on one world.

import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, test } from "vitest";
import { type AlertWorld, alertWorld } from "@/dev/vitest/alert-world";
import { secretForms } from "@/dev/vitest/secret-forms";
import { ADMIN } from "@/dev/world/consent";
import { secretBox } from "@/lib/boot/secret-box";
import { actAs } from "@/lib/request-context";
import { keyUsage } from "@/lib/token/keys/key-usage";
import { createKeyring } from "@/lib/token/keys/keyring";
import { rotateKeys } from "@/lib/token/keys/rotate-keys";
import { MAX_ATTEMPTS } from "@/lib/webhooks";
import {
  addEmailChannel,
  addWebhookChannel,
  removeChannel,
  rotateChannelSecret,
  switchChannel,
} from "./channels";
import { deliverAlerts } from "./deliver";
import { listChannels, listDeliveries } from "./history";
import { sendTest } from "./send-test";

const world = alertWorld();
const HOUR = 60;
const addWebhook = () =>
  actAs(ADMIN, () => addWebhookChannel(world.deps, "https://hooks.example.com/in?token=canary"));
const newest = async () => (await listDeliveries(world, 1))[0];

async function broken() {
  const made = await world.connectQbo();
  world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
  await world.check(made.companyId);
  return made;
}

beforeEach(() => world.reset());

describe("a webhook", () => {
  test("arrives signed, and the standard's own library verifies it", async () => {
    const { secret } = await addWebhook();
    const { companyId } = await broken();
    await world.evaluate();
    expect(await world.deliver()).toEqual({ delivered: 1, failed: 0 });
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
    const [received] = world.receiver.received;
    if (!received) throw new Error("nothing arrived");
    expect(received.path).toBe("/in?token=canary");
    const headers = received.headers as Record<string, string>;
    const verified = new Webhook(secret).verify(received.body, headers);
    expect(verified).toMatchObject({ type: "alert.raised", data: { company: { id: companyId } } });
    expect(headers["webhook-id"]).toBe((await newest())?.id);
    expect(() => new Webhook(secret).verify(`${received.body} `, headers)).toThrow();
    const other = (await actAs(ADMIN, () => addWebhookChannel(world.deps, "https://b.example.com/"))).secret;
    expect(() => new Webhook(other).verify(received.body, headers)).toThrow();
    expect(await newest()).toMatchObject({
      attempts: 1,
      lastStatus: 204,
      lastError: null,
      nextAttemptAt: null,
    });
  });

  test("that a process can't sign for lack of its key is left to one that can", async () => {
    await addWebhook();
    await broken();
    await world.evaluate();
    const secrets = secretBox(createKeyring({ current: "ab".repeat(32) }));
    const log = { error: () => {} };
    expect(await deliverAlerts({ ...world.deps, secrets, log })).toEqual({ delivered: 0, failed: 1 });
    expect(await newest()).toMatchObject({ attempts: 0, lastError: null });
    world.advanceMinutes(1);
    expect(await world.deliver()).toEqual({ delivered: 1, failed: 0 });
  });

  test("that fails is tried again ever more rarely, ten times over about three days, and then turned off", async () => {
    await addWebhook();
    await broken();
    await world.evaluate();
    world.receiver.answer = { status: 500, body: "canary in the answer" };
    const startedMs = world.simulator.clock.nowMs();
    for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
      expect(await world.deliver()).toEqual({ delivered: 0, failed: 1 });
      expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
      const tried = await newest();
      expect(tried).toMatchObject({
        attempts,
        lastStatus: 500,
        lastError: "hooks.example.com answered 500.",
        deliveredAt: null,
      });
      if (tried?.nextAttemptAt) world.simulator.clock.setTo(tried.nextAttemptAt.getTime());
    }
    expect((await newest())?.nextAttemptAt).toBeNull();
    const hours = (world.simulator.clock.nowMs() - startedMs) / 3_600_000;
    expect(hours).toBeGreaterThan(75);
    expect(hours).toBeLessThan(77);
    expect(await listChannels(world)).toMatchObject([
      { disabledAt: expect.any(Date), disabledWhy: "failed" },
    ]);
    const ids = new Set(world.receiver.received.map(({ headers }) => headers["webhook-id"]));
    expect([world.receiver.received.length, ids.size]).toEqual([MAX_ATTEMPTS, 1]);
    world.advanceMinutes(48 * HOUR);
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
  });

  test("leaves an audit row an attempt, without the secret part of its address", async () => {
    await addWebhook();
    const { companyId } = await broken();
    await world.evaluate();
    world.receiver.answer = { status: 503 };
    await world.deliver();
    world.receiver.answer = { status: 200 };
    world.advanceMinutes(1);
    await world.deliver();
    const rows = await world.database.query(
      `SELECT outcome, "responseStatus", "errorMessage", "apiEndpoint", "requestMethod" FROM "AuditLog"
       WHERE operation = 'alert.deliver' AND "companyId" = $1 ORDER BY position`,
      [companyId],
    );
    const [alert] = await world.database.query<{ id: string }>('SELECT id FROM "Alert"');
    const common = { apiEndpoint: `/alerts/${alert?.id}`, requestMethod: "POST" };
    const to = "To https://hooks.example.com/…";
    expect(rows).toEqual([
      {
        ...common,
        outcome: "failure",
        responseStatus: 503,
        errorMessage: `${to}: hooks.example.com answered 503.`,
      },
      { ...common, outcome: "success", responseStatus: 200, errorMessage: `${to}.` },
    ]);
  });

  test("is sent again with the same id when the process dies between sending and putting that down", async () => {
    await addWebhook();
    await broken();
    await world.evaluate();
    const dying = {
      ...world.deps,
      database: { ...world.database, transaction: () => Promise.reject(new Error("the process died")) },
    };
    await expect(deliverAlerts(dying)).rejects.toThrow("the process died");
    expect(world.receiver.received).toHaveLength(1);
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
    world.advanceMinutes(2);
    expect(await world.deliver()).toEqual({ delivered: 1, failed: 0 });
    const ids = world.receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  test("whose every attempt takes its process along is given up", async () => {
    await addWebhook();
    await broken();
    await world.evaluate();
    const transaction = () => Promise.reject(new Error("the process died"));
    const dying = { ...world.deps, database: { ...world.database, transaction } };
    for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
      await expect(deliverAlerts(dying)).rejects.toThrow();
      world.advanceMinutes(3);
    }
    expect(await deliverAlerts(dying)).toEqual({ delivered: 0, failed: 0 });
    expect(await newest()).toMatchObject({
      nextAttemptAt: null,
      lastError: expect.stringContaining("given up"),
    });
  });

  test("may be answered at any length: it has arrived", async () => {
    await addWebhook();
    await broken();
    await world.evaluate();
    world.receiver.answer = { status: 200, body: "x".repeat(5_000_000) };
    expect(await world.deliver()).toEqual({ delivered: 1, failed: 0 });
  });
});

test("a dead receiver is asked once a run, and keeps no other channel waiting", async () => {
  await addWebhook();
  await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
  for (let made = 0; made < 8; made++) await broken();
  await world.evaluate();
  world.receiver.answer = { status: 500 };
  const before = world.mailbox.mails().length;
  const run = await world.deliver();
  expect(run.delivered).toBe(8);
  expect(run.failed).toBeLessThanOrEqual(4);
  expect(world.mailbox.mails().length - before).toBe(8);
});

test("two processes that deliver at once send each message once", async () => {
  await addWebhook();
  for (let made = 0; made < 6; made++) await broken();
  await world.evaluate();
  const runs = await Promise.all(Array.from({ length: 10 }, () => world.deliver()));
  expect(runs.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(6);
  expect(world.receiver.received).toHaveLength(6);
});

test("the end of a problem is told after its beginning, however long that takes", async () => {
  await addWebhook();
  const made = await broken();
  await world.evaluate();
  world.receiver.answer = { status: 500 };
  await world.deliver();
  await world.consent("qbo", made.companyId, { realmId: made.realmId }, "reconnect");
  world.advanceMinutes(0.1);
  await world.consent("qbo", made.companyId, { realmId: made.realmId }, "reconnect");
  await world.evaluate();
  world.receiver.answer = { status: 200 };
  await world.deliver();
  world.advanceMinutes(1);
  await world.deliver();
  const types = world.receiver.received.map(({ body }) => JSON.parse(body).type);
  expect(types).toEqual(["alert.raised", "alert.raised", "alert.recovered"]);
});

describe("an e-mail", () => {
  test("arrives with one link, and the mail of the end follows up the one of the beginning", async () => {
    await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
    const made = await broken();
    await world.evaluate();
    await world.deliver();
    world.advanceMinutes(1);
    await world.consent("qbo", made.companyId, { realmId: made.realmId }, "reconnect");
    await world.evaluate();
    await world.deliver();
    const [raised, recovered] = world.mailbox.mails().slice(-2);
    const link = `https://countersign.example.com/companies/${made.companyId}?provider=qbo`;
    expect(raised).toMatchObject({ to: ["ops@example.com"], from: "alerts@example.com" });
    expect(raised?.subject).toMatch(/ needs reconnecting \(QuickBooks Online\)$/);
    expect(raised?.text).toContain("A QuickBooks admin must reconnect.");
    expect(raised?.text.match(/https?:\S+/g)).toEqual([link]);
    expect(raised?.html.match(/href="[^"]*"/g)).toEqual([`href="${link}"`]);
    expect(raised?.headers["auto-submitted"]).toBe("auto-generated");
    expect(recovered?.subject).toMatch(/ works again /);
    expect(recovered?.headers["in-reply-to"]).toBe(raised?.headers["message-id"]);
    expect(raised?.headers["message-id"]).toMatch(/^<c\w{24}@example\.com>$/);
  });

  test("that the server refuses is tried again, with its reply for people to see", async () => {
    await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
    await broken();
    await world.evaluate();
    world.mailbox.refuse({ code: 451, message: "Try later" });
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 1 });
    expect(await newest()).toMatchObject({
      lastStatus: 451,
      lastError: expect.stringMatching(/^The mail server 127\.0\.0\.1 refused the message: 451 .*Try later/),
      nextAttemptAt: expect.any(Date),
    });
    world.mailbox.refuse(undefined);
    world.advanceMinutes(1);
    expect(await world.deliver()).toEqual({ delivered: 1, failed: 0 });
  });

  test("says what is missing while no mail server is configured", async () => {
    const id = await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
    expect(await actAs(ADMIN, () => sendTest({ ...world.deps, mailer: null }, id))).toEqual({
      delivered: false,
      status: null,
      error: "No mail server is configured (SMTP_URL).",
    });
  });
});

describe("a test", () => {
  test("is sent at once, is not tried again, and is on record with who sent it", async () => {
    const { id } = await addWebhook();
    expect(await actAs(ADMIN, () => sendTest(world.deps, id))).toEqual({
      delivered: true,
      status: 204,
      error: null,
    });
    world.receiver.answer = { status: 404 };
    expect(await actAs(ADMIN, () => sendTest(world.deps, id))).toMatchObject({
      delivered: false,
      status: 404,
    });
    world.advanceMinutes(48 * HOUR);
    expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
    const rows = await world.database.query(
      `SELECT outcome, "userId", "responseStatus" FROM "AuditLog" WHERE operation = 'alert.test' AND "apiEndpoint" LIKE $1 ORDER BY position`,
      [`%${id}%`],
    );
    expect(rows).toEqual([
      { outcome: "success", userId: "admin", responseStatus: 202 },
      { outcome: "success", userId: "admin", responseStatus: 204 },
      { outcome: "success", userId: "admin", responseStatus: 202 },
      { outcome: "failure", userId: "admin", responseStatus: 404 },
    ]);
  });

  test("of a channel that is gone is refused", async () => {
    const { id } = await addWebhook();
    await actAs(ADMIN, () => removeChannel(world.deps, id));
    await expect(actAs(ADMIN, () => sendTest(world.deps, id))).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a webhook that answers 410 is turned off at once, and that is on record", async () => {
  const { id } = await addWebhook();
  await broken();
  await broken();
  await world.evaluate();
  world.receiver.answer = { status: 410 };
  await world.deliver();
  expect(await listChannels(world)).toMatchObject([{ disabledWhy: "gone" }]);
  world.advanceMinutes(48 * HOUR);
  expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
  const rows = await world.database.query(
    `SELECT "userId", outcome, "errorMessage" FROM "AuditLog" WHERE "apiEndpoint" = $1`,
    [`/alert-channels/${id}/off`],
  );
  expect(rows).toEqual([
    {
      userId: "alerts",
      outcome: "failure",
      errorMessage:
        "Webhook to https://hooks.example.com/…. It answered 410: its receiver wants no more messages.",
    },
  ]);
});

test("a mail server that takes nothing for days turns off no address", async () => {
  await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
  await broken();
  await world.evaluate();
  world.mailbox.refuse({ code: 451, message: "Try later" });
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
    await world.deliver();
    world.advanceMinutes(25 * HOUR);
  }
  expect(await newest()).toMatchObject({ attempts: MAX_ATTEMPTS, nextAttemptAt: null, deliveredAt: null });
  expect(await listChannels(world)).toMatchObject([{ disabledAt: null }]);
});

describe("a signing secret", () => {
  const signatures = () => {
    const received = world.receiver.received.at(-1);
    if (!received) throw new Error("nothing arrived");
    const { "webhook-id": id, "webhook-timestamp": seconds } = received.headers as Record<string, string>;
    const signed = (secret: string) =>
      new Webhook(secret).sign(id ?? "", new Date(Number(seconds) * 1_000), received.body);
    return { header: received.headers["webhook-signature"], signed };
  };

  test("that was replaced signs beside the new one for as long as it is kept", async () => {
    const { id, secret: former } = await addWebhook();
    const { secret } = await actAs(ADMIN, () => rotateChannelSecret(world.deps, id, 2));
    await actAs(ADMIN, () => sendTest(world.deps, id));
    let { header, signed } = signatures();
    expect(header).toBe(`${signed(secret)} ${signed(former)}`);
    world.advanceMinutes(48 * HOUR);
    await actAs(ADMIN, () => sendTest(world.deps, id));
    ({ header, signed } = signatures());
    expect(header).toBe(signed(secret));
  });

  test("that is replaced while the keys rotate stays the new one, although a lagging process replaced it", async () => {
    const { id } = await addWebhook();
    const old = world.settings.encryptionKeys.current;
    const next = `${"ab".repeat(31)}cd`;
    const keyring = createKeyring({ current: next, previous: [old] });
    let secret = "";
    const database: AlertWorld["database"] = {
      ...world.database,
      query: async (text, values) => {
        const rows = await world.database.query(text, values);
        if (!secret && text.includes('FROM "AlertChannel" WHERE "keyId" <> $1'))
          ({ secret } = await actAs(ADMIN, () => rotateChannelSecret(world.deps, id, 0)));
        return rows as never;
      },
    };
    const system = { kind: "system", id: "test" } as const;
    const { clock } = world.simulator;
    const rotation = await actAs(system, () => rotateKeys({ database, keyring, clock }, {}));
    expect(rotation).toMatchObject({ left: 0, unreadable: [] });
    const secrets = secretBox(createKeyring({ current: next }));
    await actAs(ADMIN, () => sendTest({ ...world.deps, secrets }, id));
    const { header, signed } = signatures();
    expect(header).toBe(signed(secret));
    const back = createKeyring({ current: old, previous: [next] });
    await actAs(system, () => rotateKeys({ database: world.database, keyring: back, clock }, {}));
  });

  test("of an e-mail address is not there to be replaced", async () => {
    const id = await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
    await expect(actAs(ADMIN, () => rotateChannelSecret(world.deps, id, 0))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("rests encrypted, survives a rotation of the keys, and is counted with what they encrypted", async () => {
    const { id, secret } = await addWebhook();
    await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
    const dump = JSON.stringify(
      await world.database.query('SELECT *, encode("sealedSecret", \'escape\') AS e FROM "AlertChannel"'),
    );
    for (const form of secretForms(secret)) expect(dump).not.toContain(form);
    const old = world.settings.encryptionKeys.current;
    const next = `${"ab".repeat(31)}cd`;
    const keyring = createKeyring({ current: next, previous: [old] });
    const deps = { database: world.database, clock: world.simulator.clock };
    const before = await keyUsage({ ...deps, keyring }, "/nonexistent");
    expect(before.find(({ role }) => role === "previous")?.places).toContainEqual({
      place: "AlertChannel",
      count: 1,
    });
    const rotation = await actAs({ kind: "system", id: "test" }, () => rotateKeys({ ...deps, keyring }, {}));
    expect(rotation).toMatchObject({ left: 0, unreadable: [] });
    const after = await keyUsage({ ...deps, keyring }, "/nonexistent");
    expect(after.find(({ role }) => role === "current")?.places).toContainEqual({
      place: "AlertChannel",
      count: 1,
    });
    const secrets = secretBox(createKeyring({ current: next }));
    expect((await actAs(ADMIN, () => sendTest({ ...world.deps, secrets }, id))).delivered).toBe(true);
    const [received] = world.receiver.received;
    if (!received) throw new Error("nothing arrived");
    // The library's verify would ask this machine's clock, which other tests' days have left behind.
    const { "webhook-id": sentId, "webhook-timestamp": seconds } = received.headers as Record<string, string>;
    const at = new Date(Number(seconds) * 1_000);
    const signature = new Webhook(secret).sign(sentId ?? "", at, received.body);
    expect(received.headers["webhook-signature"]).toBe(signature);
    await actAs({ kind: "system", id: "test" }, () =>
      rotateKeys({ ...deps, keyring: createKeyring({ current: old, previous: [next] }) }, {}),
    );
  });

  test("does not open beside another address, and goes when the channel is removed", async () => {
    const { id } = await addWebhook();
    await world.database.query(
      `UPDATE "AlertChannel" SET target = 'https://elsewhere.example.com/' WHERE id = $1`,
      [id],
    );
    expect(await actAs(ADMIN, () => sendTest(world.deps, id))).toMatchObject({
      delivered: false,
      error: expect.stringMatching(/^Cannot open AlertChannel /),
    });
    expect(world.receiver.received).toEqual([]);
    await actAs(ADMIN, () => removeChannel(world.deps, id));
    const rows = await world.database.query(
      'SELECT "sealedSecret", "keyId" FROM "AlertChannel" WHERE id = $1',
      [id],
    );
    expect(rows).toEqual([{ sealedSecret: null, keyId: null }]);
  });
});

test.each([
  ["turned off", (id: string) => actAs(ADMIN, () => switchChannel(world.deps, id, false))],
  ["removed", (id: string) => actAs(ADMIN, () => removeChannel(world.deps, id))],
])("what waits for a channel that is %s is given up, and stays on record", async (how, act) => {
  const { id } = await addWebhook();
  await broken();
  await world.evaluate();
  await act(id);
  expect(await world.deliver()).toEqual({ delivered: 0, failed: 0 });
  expect(await newest()).toMatchObject({ nextAttemptAt: null, lastError: `The channel was ${how} first.` });
  expect(world.receiver.received).toEqual([]);
});
