import { describe, expect, test } from "vitest";
import { customerLinks, mailedToken, linkTokenOf as tokenOf } from "@/dev/vitest/customer-links";
import { ADMIN, choiceOf } from "@/dev/world/consent";
import { archiveCompany } from "@/lib/companies/archive-company";
import { flushRefusals } from "@/lib/people/refusal-log";
import { DAY_MS, HOUR_MS } from "@/lib/time/durations";

const ours = customerLinks();
const { world, asAdmin, rows, broken, linkFor, follow, mailsTo } = ours;

describe("a link", () => {
  test.each(["qbo", "xero"] as const)(
    "reconnects %s: same connection, and who did it on record",
    async (provider) => {
      const subject = await broken(provider);
      const { url } = await linkFor(subject.companyId, provider);
      const token = tokenOf(url);
      expect(await ours.links.readLink(token)).toMatchObject({ state: "open", purpose: "reconnect" });
      const [before] = await rows(`SELECT id FROM "Connection" WHERE "companyId" = $1`, [subject.companyId]);
      const complete = await follow(token, provider, choiceOf(provider, subject));
      expect(await complete()).toMatchObject({ outcome: "connected", reconnected: true });
      const [after] = await rows<{ id: string; connectedBy: string }>(
        `SELECT id, "connectedBy" FROM "Connection" WHERE "companyId" = $1`,
        [subject.companyId],
      );
      const [made] = await ours.links.listLinks({ companyId: subject.companyId, connectionType: provider });
      expect(after).toEqual({ ...before, connectedBy: made?.id });
      expect(made).toMatchObject({ state: "used", starts: 1 });
      expect(made?.consentedBy).toEqual(provider === "xero" ? expect.stringContaining("@") : null);
      const [row] = await rows(
        `SELECT "actorKind", "userId" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.reconnect'`,
        [subject.companyId],
      );
      expect(row).toEqual({ actorKind: "link", userId: made?.id });
      expect(await ours.links.readLink(token)).toEqual({ state: "used", isRenewable: false });
      expect(await world.service.getValidToken(subject.companyId, provider, "product")).toBeTruthy();
    },
  );

  test("connects a company that never was", async () => {
    const customer = world.newCustomer("qbo");
    const companyId = await world.newCompany("Fresh");
    const { url } = await linkFor(companyId, "qbo");
    const complete = await follow(tokenOf(url), "qbo", choiceOf("qbo", customer));
    expect(await complete()).toMatchObject({ outcome: "connected", reconnected: false });
  });

  test("names its maker and its address wherever a connection's consent is shown", async () => {
    const subject = await broken();
    await rows(
      `INSERT INTO "User" (id, email, name, role) VALUES ($1, $2, 'Ada', 'admin') ON CONFLICT DO NOTHING`,
      [ADMIN.id, "ada@example.com"],
    );
    await linkFor(subject.companyId, "qbo", "books@acme.example");
    const mail = mailsTo("books@acme.example").at(-1);
    const token = mailedToken(mail?.text);
    const complete = await follow(token, "qbo", choiceOf("qbo", subject));
    await complete();
    const { database, simulator } = world;
    const { findConnection } = await import("@/lib/health/connections/connection-detail");
    const [{ id } = { id: "" }] = await rows<{ id: string }>(
      `SELECT id FROM "Connection" WHERE "companyId" = $1`,
      [subject.companyId],
    );
    const detail = await findConnection({ database, clock: simulator.clock, tenantIds: world.tenantIds }, id);
    expect(detail?.connectedByName).toBe("Link by Ada to books@acme.example");
    expect(mail).toMatchObject({ subject: expect.stringContaining("reconnect") });
    expect(mail?.text).toContain("Acme Ledger");
    expect(mail?.html).not.toMatch(/<img|http-equiv/);
  });

  test("is begun ten times at most, and a broken-off consent spends nothing", async () => {
    const subject = await broken();
    const token = tokenOf((await linkFor(subject.companyId, "qbo")).url);
    const starts = Array.from({ length: 12 }, () => ours.links.startLink({ token, browserKey: "b" }));
    const settled = await Promise.allSettled(starts);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await ours.links.readLink(token)).toEqual({ state: "exhausted", isRenewable: false });
  });

  test("has nothing to do while the connection works, and none once it was disconnected", async () => {
    const { companyId } = await world.connectNew("qbo");
    const token = tokenOf((await linkFor(companyId, "qbo")).url);
    expect(await ours.links.readLink(token)).toMatchObject({ state: "healthy" });
    await expect(ours.links.startLink({ token, browserKey: "b" })).rejects.toThrow("The connection works.");
    await asAdmin(() => world.service.disconnect({ companyId, connectionType: "qbo" }));
    expect(await ours.links.readLink(token)).toEqual({ state: "revoked", isRenewable: false });
  });

  test("that is unknown, expired, revoked, replaced or used reveals nothing of a company and starts nothing", async () => {
    const subject = await broken();
    const { companyId } = subject;
    const make = async () => tokenOf((await linkFor(companyId, "qbo")).url);
    const [expired, revoked, replaced, used] = [await make(), await make(), await make(), await make()];
    const all = await ours.links.listLinks({ companyId, connectionType: "qbo" });
    expect(all).toHaveLength(4);
    const [, third, second, first] = all;
    await asAdmin(() => ours.links.revokeLink(second?.id ?? ""));
    await asAdmin(() => ours.links.renewLink({ id: third?.id ?? "", byMail: false }));
    await rows(`UPDATE "Link" SET "expiresAt" = "createdAt" WHERE id = $1`, [first?.id]);
    await (await follow(used, "qbo", choiceOf("qbo", subject)))();
    const states = { unknown: "x".repeat(43), expired, revoked, replaced, used };
    for (const [state, token] of Object.entries(states)) {
      expect(await ours.links.readLink(token)).toEqual({ state, isRenewable: false });
      await expect(ours.links.startLink({ token, browserKey: "b" })).rejects.toMatchObject({
        code: "not_allowed",
      });
    }
    await asAdmin(async () => {
      const other = await world.newCompany("Put away");
      const held = tokenOf((await ours.links.createLink({ companyId: other, connectionType: "qbo" })).url);
      await archiveCompany({ database: world.database, clock: world.simulator.clock }, other);
      expect(await ours.links.readLink(held)).toEqual({ state: "revoked", isRenewable: false });
    });
  });

  test("that has expired is renewed once, by mail to the address on file", async () => {
    const subject = await broken();
    await linkFor(subject.companyId, "qbo", "on-file@acme.example");
    const mails = () => mailsTo("on-file@acme.example");
    const token = mailedToken(mails()[0]?.text);
    await expect(ours.links.askNewLink(token)).rejects.toThrow("valid still");
    world.simulator.clock.advance(7 * DAY_MS);
    expect(await ours.links.readLink(token)).toEqual({ state: "expired", isRenewable: true });
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => ours.links.askNewLink(token)));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(mails()).toHaveLength(2);
    expect(await ours.links.readLink(token)).toEqual({ state: "replaced", isRenewable: false });
    const [next] = await ours.links.listLinks({ companyId: subject.companyId, connectionType: "qbo" });
    expect(next).toMatchObject({ state: "open", sentTo: "on-file@acme.example", mailedAt: expect.any(Date) });
  });

  test.each([
    ["a provider that is none", { connectionType: "abc" }, "provider"],
    ["half an hour", { validMs: HOUR_MS / 2 }, "validMs"],
    ["31 days", { validMs: 31 * DAY_MS }, "validMs"],
    ["no hours at all", { validMs: Number.NaN }, "validMs"],
    ["an address that is none", { sentTo: "a@b@c" }, "email"],
    ["a list of addresses", { sentTo: "a@example.com, b@example.com" }, "email"],
    ["no company", { companyId: "nobody" }, "companyId"],
  ])("is not made for %s", async (_what, given, field) => {
    const companyId = await world.newCompany("Some company");
    const request = { companyId, connectionType: "qbo", ...given };
    await expect(asAdmin(() => ours.links.createLink(request))).rejects.toMatchObject({ field });
    expect(await ours.links.listLinks({ companyId, connectionType: "qbo" })).toEqual([]);
  });
});

describe("threats 19 and 41", () => {
  test("100 parallel redemptions: 1 success", async () => {
    const subject = await broken();
    const made = await linkFor(subject.companyId, "qbo");
    const token = tokenOf(made.url);
    const completions = [];
    for (let nth = 0; nth < 100; nth++) {
      // More consents than a link begins by itself: each is under way when they come back at once.
      await rows(`UPDATE "Link" SET starts = 0 WHERE id = $1`, [made.id]);
      completions.push(await follow(token, "qbo", choiceOf("qbo", subject)));
    }
    const outcomes = await Promise.all(completions.map((complete) => complete()));
    expect(outcomes.filter(({ outcome }) => outcome === "connected")).toHaveLength(1);
    const connected = await rows(
      `SELECT 1 FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.reconnect'`,
      [subject.companyId],
    );
    expect(connected).toHaveLength(1);
    expect(await world.service.getValidToken(subject.companyId, "qbo", "product")).toBeTruthy();
  }, 120_000);

  test("wrong company × 20: 0 overwritten, 20 unwanted grants revoked, and nothing is spent", async () => {
    const subject = await broken();
    const made = await linkFor(subject.companyId, "qbo");
    const state = () =>
      rows(
        `SELECT c.*, g.generation FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId" WHERE c."companyId" = $1`,
        [subject.companyId],
      );
    const before = await state();
    const strangers = Array.from({ length: 20 }, () => world.newCustomer("qbo"));
    for (const stranger of strangers) {
      await rows(`UPDATE "Link" SET starts = 0 WHERE id = $1`, [made.id]);
      const outcome = await (await follow(tokenOf(made.url), "qbo", choiceOf("qbo", stranger)))();
      expect(outcome).toMatchObject({ outcome: "refused", code: "wrong_organisation", renewed: [] });
    }
    expect(await state()).toEqual(before);
    const theirs = world.simulator.control
      .grants()
      .filter(({ realmId }) => strangers.some(({ tenantId }) => tenantId === realmId));
    expect(theirs.map(({ endedBy }) => endedBy)).toEqual(strangers.map(() => "revoked"));
    expect(await ours.links.readLink(tokenOf(made.url))).toMatchObject({ state: "open" });
  }, 60_000);

  test("the token is in 0 rows", async () => {
    const subject = await broken();
    const token = tokenOf((await linkFor(subject.companyId, "qbo")).url);
    await (await follow(token, "qbo", choiceOf("qbo", subject)))();
    await expect(ours.links.startLink({ token, browserKey: "b" })).rejects.toThrow("used already");
    await flushRefusals(world.database);
    const tables = await rows<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
      [],
    );
    const dump = JSON.stringify(
      await Promise.all(tables.map(({ name }) => rows(`SELECT * FROM ${name}`, []))),
    );
    const forms = [
      token,
      Buffer.from(token).toString("base64url"),
      Buffer.from(token, "base64url").toString("hex"),
    ];
    expect(forms.filter((form) => dump.includes(form))).toEqual([]);
  });

  test("a link's state does nothing in another browser, and a link can settle nothing but its own", async () => {
    const subject = await broken();
    const token = tokenOf((await linkFor(subject.companyId, "qbo")).url);
    const { url } = await ours.links.startLink({ token, browserKey: "the customer's" });
    const { redirectTo } = world.simulator.control.consent({
      provider: "qbo",
      authorizeUrl: url.href,
      ...choiceOf("qbo", subject),
    });
    const params = new URL(redirectTo).searchParams;
    const elsewhere = { connectionType: "qbo", params, browserKey: "another" };
    expect(await world.service.publicConsenter(elsewhere)).toMatchObject({ isHere: false });
    const asPerson = { connectionType: "qbo", params, browserKey: "the customer's", actor: ADMIN };
    expect(await world.service.completeConsent(asPerson)).toMatchObject({ code: "consent_expired" });
    expect(await ours.links.linkChoice({ token, consentId: "unknown" })).toBeUndefined();
  });

  test("making, renewing and revoking a link leave a row each, and none without it", async () => {
    const companyId = await world.newCompany("Audited");
    const made = await linkFor(companyId, "qbo");
    const renewed = await asAdmin(() => ours.links.renewLink({ id: made.id, byMail: false }));
    await asAdmin(() => ours.links.revokeLink(renewed.id));
    const operations = async () =>
      (
        await rows<{ operation: string }>(
          `SELECT operation FROM "AuditLog" WHERE "companyId" = $1 AND operation LIKE 'link.%' ORDER BY position`,
          [companyId],
        )
      ).map(({ operation }) => operation);
    expect(await operations()).toEqual(["link.create", "link.renew", "link.revoke"]);
    await expect(asAdmin(() => ours.links.revokeLink(renewed.id))).rejects.toMatchObject({
      code: "not_found",
    });
    await world.database.query('ALTER TABLE "AuditLog" ADD CONSTRAINT refuses_rows CHECK (false) NOT VALID');
    await expect(linkFor(companyId, "qbo")).rejects.toThrow();
    await world.database.query('ALTER TABLE "AuditLog" DROP CONSTRAINT refuses_rows');
    expect(await ours.links.listLinks({ companyId, connectionType: "qbo" })).toHaveLength(1);
  });
});
