import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Mailbox, startMailbox } from "@/dev/mailbox";
import { linksOf } from "@/dev/vitest/links-of";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { createCompanies } from "@/lib/companies";
import { createHealth } from "@/lib/health";
import type { Links } from "@/lib/links";
import { createUser } from "@/lib/people";
import { actAs, newRequestId, withRequestContext } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";
import { type Bulk, createBulk } from ".";

const world = tokenWorld();
let mailbox: Mailbox;
let links: Links;
let bulk: Bulk;
let unmailed: Bulk;
let maya: { kind: "person"; id: string };
let serial = 0;

beforeAll(async () => {
  mailbox = await startMailbox();
  const { database, simulator, tenantIds, service: tokenService } = world;
  const { clock } = simulator;
  const log = { warn: () => {}, error: () => {} };
  const health = createHealth({ database, clock, tokenService, tenantIds, log, trustedReadHours: 24 });
  links = linksOf(world, mailbox.smtpUrl);
  const deps = { database, clock, health, companies: createCompanies({ database, clock, tenantIds }), log };
  bulk = createBulk({ ...deps, links });
  unmailed = createBulk({ ...deps, links: linksOf(world) });
  const email = "maya@example.com";
  const person = { email, name: "Maya", role: "admin", password: "correct horse battery staple" };
  maya = { kind: "person", id: await actAs(ADMIN, () => createUser({ database, clock }, person)) };
});
afterAll(() => mailbox?.close());
beforeEach(() => {
  mailbox.refuse(undefined);
  // A double click's moment is over.
  world.simulator.clock.advance(10_000);
});

interface Made {
  id: string;
  companyId: string;
  address: string;
}

/** A company, needing a consent and with an address unless it says otherwise. */
async function made({ state = "needs_reconnecting", address = `books${++serial}@acme.example` } = {}) {
  const { companyId, grantId } = await world.connectNew("qbo", `Sent ${String(++serial).padStart(4, "0")}`);
  await world.database.query(`UPDATE "Grant" SET state = $2 WHERE id = $1`, [grantId, state]);
  await world.database.query(`UPDATE "Company" SET "contactEmail" = NULLIF($2, '') WHERE id = $1`, [
    companyId,
    address,
  ]);
  const [connection] = await world.database.query<{ id: string }>(
    'SELECT id FROM "Connection" WHERE "companyId" = $1',
    [companyId],
  );
  return { id: connection?.id ?? "", companyId, address };
}

const idsOf = (all: readonly Made[]) => ({ ids: all.map(({ id }) => id) });
const send = (all: readonly Made[]) =>
  withRequestContext(
    { requestId: newRequestId(), ipAddress: "192.0.2.1", userAgent: "test", actor: maya },
    () => bulk.startOperation({ kind: "links", selection: idsOf(all), starterName: "Maya" }),
  );
const partsOf = async (operationId: string) => (await bulk.listParts({ operationId })).parts;
const mailsTo = ({ address }: Made) => mailbox.mails().filter(({ to }) => to.includes(address));

test("a dry run counts who gets a link, names who does not and why, and sends nothing", async () => {
  const [ready, other] = [await made(), await made()];
  const unreachable = await made({ address: "" });
  const working = await made({ state: "active" });
  const open = await made();
  await actAs(ADMIN, () => links.createLink({ companyId: open.companyId, connectionType: "qbo" }));
  const before = mailbox.mails().length;
  const all = [ready, other, unreachable, working, open];
  const { companyId: id } = unreachable;
  expect(await bulk.previewLinks(idsOf(all))).toEqual({
    canMail: true,
    connections: 5,
    send: 2,
    held: [
      { reason: "no_address", count: 1, companies: [{ id, name: expect.any(String) }] },
      { reason: "open_link", count: 1, companies: [{ id: open.companyId, name: expect.any(String) }] },
      { reason: "working", count: 1, companies: [{ id: working.companyId, name: expect.any(String) }] },
    ],
  });
  expect(mailbox.mails()).toHaveLength(before);
  expect(await unmailed.previewLinks(idsOf(all))).toMatchObject({ canMail: false });

  const operation = await send(all);
  await bulk.runParts();
  const parts = await partsOf(operation);
  expect(parts.map(({ companyId, state, words }) => [companyId, state, words])).toEqual(
    expect.arrayContaining([
      [ready.companyId, "done", null],
      [other.companyId, "done", null],
      [id, "skipped", "The company has no address. Enter one in its settings."],
      [working.companyId, "skipped", "It works: no consent is needed."],
      [open.companyId, "skipped", "It has an open link already."],
    ]),
  );
  expect(all.map((each) => mailsTo(each).length)).toEqual([1, 1, 0, 0, 0]);
  expect(await bulk.findOperation(operation)).toMatchObject({
    words: "Send links",
    counts: { done: 2, skipped: 3 },
  });
});

test("one that works gets a link when its final date is within 90 days", async () => {
  const [near, far] = [await made({ state: "active" }), await made({ state: "active" })];
  const endsIn = (one: Made, days: number) =>
    world.database.query(
      `UPDATE "Grant" g SET "hardExpiresAt" = $2 FROM "Connection" c WHERE c.id = $1 AND g.id = c."grantId"`,
      [one.id, new Date(world.simulator.clock.nowMs() + days * DAY_MS)],
    );
  await endsIn(near, 89);
  await endsIn(far, 91);
  expect(await bulk.previewLinks(idsOf([near, far]))).toMatchObject({
    send: 1,
    held: [{ reason: "working", companies: [{ id: far.companyId }] }],
  });
});

test("sending again to the same sends nothing twice", async () => {
  const all = [await made(), await made()];
  await send(all);
  await bulk.runParts();
  world.simulator.clock.advance(10_000);
  await send(all);
  await bulk.runParts();
  expect(all.map((each) => mailsTo(each).length)).toEqual([1, 1]);
});

test("a mail that was refused fails its part, leaves no open link, and can be run again", async () => {
  const one = await made();
  mailbox.refuse({ code: 550, message: "no such mailbox" });
  const operation = await send([one]);
  await bulk.runParts();
  expect(await partsOf(operation)).toMatchObject([
    { state: "failed", words: expect.stringContaining("550") },
  ]);
  expect(await bulk.countCampaign(operation)).toMatchObject({ sent: 0, notMailed: 1, open: 0 });
  mailbox.refuse(undefined);
  world.simulator.clock.advance(10_000);
  const again = await actAs(maya, () => bulk.runAgain({ id: operation, starterName: "Maya" }));
  await bulk.runParts();
  expect(await bulk.countCampaign(again)).toMatchObject({ sent: 1, notMailed: 0, open: 1 });
});

test("a campaign fills as customers come, and reminds those who have not", async () => {
  const all = [await made(), await made(), await made(), await made({ address: "" })];
  const operation = await send(all);
  await bulk.runParts();
  const idOf = async ({ companyId }: Made) =>
    (await links.listLinks({ companyId, connectionType: "qbo" }))[0]?.id ?? "";
  const [done, wrong] = [await idOf(all[0] as Made), await idOf(all[1] as Made)];
  const { database } = world;
  await database.query(`UPDATE "Link" SET "openedAt" = "createdAt", "doneAt" = "createdAt" WHERE id = $1`, [
    done,
  ]);
  await database.query(`UPDATE "Link" SET "openedAt" = "createdAt" WHERE id = $1`, [wrong]);
  await links.noteWrongCompany(wrong);
  expect(await bulk.countCampaign(operation)).toEqual({
    ...{ sent: 3, opened: 2, done: 1, wrongCompany: 1, open: 2, notMailed: 0, noAddress: 1 },
  });
  world.simulator.clock.advance(DAY_MS);
  const byMaya = <T>(work: () => T) => actAs(maya, work);
  expect(await byMaya(() => bulk.remindCampaign(operation))).toBe(2);
  await actAs({ kind: "system", id: "remind-customers" }, () => links.remindCustomers());
  expect(all.map((each) => mailsTo(each).length)).toEqual([1, 2, 2, 0]);
  const progress = await links.followLinks([wrong]);
  expect(progress.get(wrong)).toMatchObject({ state: "open", reminders: 1 });
});

test("a customer's new link is followed in the place of the first", async () => {
  const one = await made();
  const operation = await send([one]);
  await bulk.runParts();
  const [first] = await links.listLinks({ companyId: one.companyId, connectionType: "qbo" });
  const renewed = await actAs(ADMIN, () => links.renewLink({ id: first?.id ?? "", byMail: true }));
  await world.database.query(`UPDATE "Link" SET "doneAt" = "createdAt" WHERE id = $1`, [renewed.id]);
  expect(await bulk.countCampaign(operation)).toMatchObject({ sent: 1, done: 1, open: 0 });
});
