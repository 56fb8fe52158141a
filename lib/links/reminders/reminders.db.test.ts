import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Mailbox, startMailbox } from "@/dev/mailbox";
import { linksOf } from "@/dev/vitest/links-of";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/time/durations";
import type { Links } from "..";

const world = tokenWorld();
const JOB = { kind: "system", id: "remind-customers" } as const;
let mailbox: Mailbox;
let links: Links;
/** As another process has them. */
let others: Links;
let serial = 0;

beforeAll(async () => {
  mailbox = await startMailbox();
  [links, others] = [linksOf(world, mailbox.smtpUrl), linksOf(world, mailbox.smtpUrl)];
});
afterAll(() => mailbox?.close());
beforeEach(() => world.database.query(`UPDATE "Link" SET "nextReminderAt" = NULL`));

const remind = (by = links) => actAs(JOB, () => by.remindCustomers());
const later = (ms: number) => world.simulator.clock.advance(ms);
const mailsTo = (address: string) => mailbox.mails().filter(({ to }) => to.includes(address));
const tokenIn = (text: string | undefined) => /\/connect\/([\w-]{43})/.exec(text ?? "")?.[1] ?? "";

/** A company whose connection needs reconnecting, and the link that its customer was sent. */
async function sent(validMs?: number) {
  const address = `books${++serial}@acme.example`;
  const subject = await world.connectNew("qbo");
  await world.database.query(`UPDATE "Grant" SET state = 'needs_reconnecting' WHERE id = $1`, [
    subject.grantId,
  ]);
  const { companyId } = subject;
  await world.database.query(`UPDATE "Company" SET "contactEmail" = $2, locale = 'fr-FR' WHERE id = $1`, [
    companyId,
    address,
  ]);
  const request = { companyId, connectionType: "qbo", sentTo: address, validMs };
  const { id } = await actAs(ADMIN, () => links.createLink(request));
  return { ...subject, id, address };
}

const remindersOf = async (id: string) => {
  const rows = await world.database.query<{ outcome: string; userId: string; apiEndpoint: string }>(
    `SELECT outcome, "userId", "apiEndpoint" FROM "AuditLog" WHERE operation = 'link.remind' AND "apiEndpoint" LIKE $1
     ORDER BY timestamp, id`,
    [`/links/${id}/%`],
  );
  return rows.map(({ outcome, userId, apiEndpoint }) => `${outcome} ${userId} ${apiEndpoint}`);
};
const nextOf = async (id: string) => {
  const [link] = await world.database.query<{ next: Date | null }>(
    `SELECT "nextReminderAt" AS next FROM "Link" WHERE id = $1`,
    [id],
  );
  return link?.next;
};

test("a customer is reminded after 3 and 6 days, in their language, and no more", async () => {
  const { id, address } = await sent();
  later(3 * DAY_MS - MINUTE_MS);
  expect(await remind()).toBe(0);
  later(MINUTE_MS);
  expect(await remind()).toBe(1);
  expect(await remind()).toBe(0);
  later(3 * DAY_MS);
  expect(await remind()).toBe(1);
  later(DAY_MS - HOUR_MS);
  expect(await remind()).toBe(0);
  const mails = mailsTo(address);
  expect(mails.map(({ subject }) => subject.replace(/ pour .*/, ""))).toEqual([
    expect.stringContaining("reconnecter QuickBooks Online à Acme Ledger"),
    "Rappel",
    "Dernier rappel",
  ]);
  expect(mails[2]?.text).toContain("ceci est le dernier rappel");
  expect(await remindersOf(id)).toEqual(
    [1, 2].map((nth) => `success remind-customers /links/${id}/reminders/${nth}`),
  );
});

test("each mail has a token of its own, and all of them open the link", async () => {
  const { address } = await sent();
  later(3 * DAY_MS);
  await remind();
  later(3 * DAY_MS);
  await remind();
  const tokens = mailsTo(address).map(({ text }) => tokenIn(text));
  expect(new Set(tokens).size).toBe(3);
  for (const token of tokens) expect(await links.readLink(token)).toMatchObject({ state: "open" });
  const { database } = world;
  for (const table of ["Link", "LinkReminder", "AuditLog"]) {
    const [found] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${table}" t WHERE t::text LIKE ANY($1::text[])`,
      [tokens.map((token) => `%${token}%`)],
    );
    expect(found?.count, table).toBe(0);
  }
});

test("of processes that remind at once, one sends each", async () => {
  const made = [await sent(), await sent(), await sent(), await sent(), await sent()];
  later(3 * DAY_MS);
  const counts = await Promise.all([remind(), remind(others), remind(), remind(others)]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(5);
  for (const { address } of made) expect(mailsTo(address)).toHaveLength(2);
});

describe("nobody is reminded", () => {
  const ends: Record<string, (made: Awaited<ReturnType<typeof sent>>) => Promise<unknown>> = {
    "who has reconnected otherwise": ({ grantId }) =>
      world.database.query(`UPDATE "Grant" SET state = 'active' WHERE id = $1`, [grantId]),
    "whose link was used": ({ id }) =>
      world.database.query(`UPDATE "Link" SET "doneAt" = now() WHERE id = $1`, [id]),
    "whose link was revoked": ({ id }) => actAs(ADMIN, () => links.revokeLink(id)),
    "whose connection was ended": ({ companyId }) =>
      actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" })),
  };
  test.each(Object.entries(ends))("%s", async (_who, end) => {
    const made = await sent();
    await end(made);
    later(3 * DAY_MS);
    expect(await remind()).toBe(0);
    expect(mailsTo(made.address)).toHaveLength(1);
    expect(await nextOf(made.id)).toBeNull();
    expect(await remindersOf(made.id)).toEqual([]);
  });

  test("after the link expired", async () => {
    const made = await sent(2 * DAY_MS);
    later(3 * DAY_MS);
    expect(await remind()).toBe(0);
    expect(await nextOf(made.id)).toBeNull();
  });
});

test("a mail that does not leave is tried again each hour, three times, and one refused for good is not", async () => {
  const { id, address } = await sent();
  later(3 * DAY_MS);
  mailbox.refuse({ code: 451, message: "try later" });
  for (let hour = 0; hour < 5; hour++) {
    expect(await remind()).toBe(0);
    later(HOUR_MS);
  }
  expect((await remindersOf(id)).filter((row) => row.startsWith("failure"))).toHaveLength(3);
  expect(await nextOf(id)).toBeNull();

  const refused = await sentWhileTaken();
  later(3 * DAY_MS);
  mailbox.refuse({ code: 550, message: "no such mailbox" });
  for (let hour = 0; hour < 3; hour++) {
    await remind();
    later(HOUR_MS);
  }
  mailbox.refuse(undefined);
  expect(await remindersOf(refused.id)).toHaveLength(2);
  expect(await remind()).toBe(0);
  expect(mailsTo(address)).toHaveLength(1);
});

async function sentWhileTaken() {
  mailbox.refuse(undefined);
  return sent();
}

test("one that left in the second attempt is the same reminder, and the last follows", async () => {
  const { address } = await sent();
  later(3 * DAY_MS);
  mailbox.refuse({ code: 451, message: "try later" });
  await remind();
  mailbox.refuse(undefined);
  later(HOUR_MS);
  expect(await remind()).toBe(1);
  later(3 * DAY_MS);
  expect(await remind()).toBe(1);
  expect(mailsTo(address).map(({ subject }) => subject.split(" pour ")[0])).toEqual([
    expect.any(String),
    "Rappel",
    "Dernier rappel",
  ]);
});

test("an admin's reminder comes at once and counts as the next one", async () => {
  const made = [await sent(), await sent()];
  later(DAY_MS);
  const ids = made.map(({ id }) => id);
  const remindSoon = () => actAs(ADMIN, () => links.remindSoon({ linkIds: ids, campaignId: "c1" }));
  expect(await remindSoon()).toBe(2);
  expect(await remind()).toBe(2);
  later(3 * DAY_MS);
  expect(await remind()).toBe(2);
  expect(await remindSoon()).toBe(0);
  later(DAY_MS);
  expect(await remind()).toBe(0);
});
