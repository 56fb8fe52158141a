import { describe, expect, test } from "vitest";
import { customerLinks, mailedToken } from "@/dev/vitest/customer-links";
import { ADMIN } from "@/dev/world/consent";
import { DAY_MS, MINUTE_MS } from "@/lib/time/durations";

const ours = customerLinks();
const { world, asAdmin, broken, linkFor, mailsTo, rows } = ours;
let serial = 0;

/** A link that was mailed, and has expired. */
async function expired(agoMs = 0) {
  const address = `renewal${++serial}@acme.example`;
  const subject = await broken();
  const { id } = await linkFor(subject.companyId, "qbo", address);
  world.simulator.clock.advance(7 * DAY_MS + agoMs);
  return {
    ...subject,
    id,
    newest: () => mailedToken(mailsTo(address).at(-1)?.text),
    mailsTo: () => mailsTo(address),
  };
}
const OVER = { state: "expired", isRenewable: false };

describe("its holder renews a link", () => {
  test("for 30 days after it expired", async () => {
    const inTime = await expired(30 * DAY_MS - MINUTE_MS);
    expect(await ours.links.readLink(inTime.newest())).toEqual({ state: "expired", isRenewable: true });
    world.simulator.clock.advance(MINUTE_MS);
    expect(await ours.links.readLink(inTime.newest())).toEqual(OVER);
    await expect(ours.links.askNewLink(inTime.newest())).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("twice, whatever expires", async () => {
    const { newest, mailsTo } = await expired();
    for (let nth = 0; nth < 2; nth++) {
      await ours.links.askNewLink(newest());
      world.simulator.clock.advance(7 * DAY_MS);
    }
    expect(mailsTo()).toHaveLength(3);
    expect(await ours.links.readLink(newest())).toEqual(OVER);
    await expect(ours.links.askNewLink(newest())).rejects.toThrow("has expired");
  });

  test("only while a consent helps", async () => {
    const { newest, grantId, companyId } = await expired();
    await rows(
      `UPDATE "Grant" SET state = 'active', "refreshExpiresAt" = now() + interval '9 years',
      "hardExpiresAt" = NULL WHERE id = $1`,
      [grantId],
    );
    expect(await ours.links.readLink(newest())).toEqual(OVER);
    await asAdmin(() => world.service.disconnect({ companyId, connectionType: "qbo" }));
    await expect(ours.links.askNewLink(newest())).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("while who made it may act", async () => {
    const { newest } = await expired();
    await rows(
      `INSERT INTO "User" (id, email, name, role, "disabledAt") VALUES ($1, 'gone@example.com', 'Ada', 'admin', now())
      ON CONFLICT (id) DO UPDATE SET "disabledAt" = now()`,
      [ADMIN.id],
    );
    expect(await ours.links.readLink(newest())).toEqual(OVER);
    await expect(ours.links.askNewLink(newest())).rejects.toMatchObject({ code: "not_allowed" });
    await rows(`DELETE FROM "User" WHERE id = $1`, [ADMIN.id]);
    expect(await ours.links.readLink(newest())).toMatchObject({ isRenewable: true });
  });

  test("again, when the mail of the new one did not leave", async () => {
    const { id, newest, mailsTo, companyId } = await expired();
    const token = newest();
    ours.mailbox.refuse({ code: 451, message: "try later" });
    await expect(ours.links.askNewLink(token)).rejects.toThrow("did not leave");
    ours.mailbox.refuse(undefined);
    expect(await ours.links.readLink(token)).toEqual({ state: "expired", isRenewable: true });
    const states = async () =>
      (await ours.links.listLinks({ companyId, connectionType: "qbo" })).map((link) => link.state).sort();
    expect(await states()).toEqual(["expired", "revoked"]);
    await ours.links.askNewLink(token);
    expect(mailsTo()).toHaveLength(2);
    expect(await ours.links.readLink(newest())).toMatchObject({ state: "open" });
    const kept = await rows<{ operation: string; userId: string }>(
      `SELECT operation, "userId" FROM "AuditLog" WHERE "companyId" = $1 AND operation LIKE 'link.%' ORDER BY position`,
      [companyId],
    );
    expect(kept.map(({ operation }) => operation)).toEqual([
      "link.create",
      "link.renew",
      "link.revoke",
      "link.renew",
    ]);
    expect(kept.slice(1).every(({ userId }) => userId === id)).toBe(true);
  });
});

describe("the list of links", () => {
  test("has the open one, however many of the other provider are newer", async () => {
    const { companyId } = await broken();
    const open = await linkFor(companyId, "qbo", "books@acme.example");
    for (let nth = 0; nth < 60; nth++) {
      const { id } = await linkFor(companyId, "xero");
      if (nth % 2) await asAdmin(() => ours.links.revokeLink(id));
    }
    const ended = await linkFor(companyId, "qbo");
    await asAdmin(() => ours.links.revokeLink(ended.id));
    const listed = await ours.links.listLinks({ companyId, connectionType: "qbo" });
    expect(listed.map(({ id }) => id)).toEqual([open.id, ended.id]);
    const xero = await ours.links.listLinks({ companyId, connectionType: "xero" });
    expect(xero.slice(0, 30).every(({ state }) => state === "open")).toBe(true);
  });

  test("has one open link an address: a new one replaces it, and none of another address or company", async () => {
    const [one, other] = [await broken(), await broken()];
    const address = "one@acme.example";
    const first = await linkFor(one.companyId, "qbo", address);
    const kept = [
      await linkFor(one.companyId, "qbo", "two@acme.example"),
      await linkFor(one.companyId, "qbo"),
      await linkFor(one.companyId, "xero", address),
      await linkFor(other.companyId, "qbo", address),
    ];
    await linkFor(one.companyId, "qbo", "One@acme.example");
    expect(await ours.links.findLink(first.id)).toMatchObject({ state: "replaced" });
    for (const { id } of kept) expect(await ours.links.findLink(id)).toMatchObject({ state: "open" });
  });
});
