import { describe, expect, test } from "vitest";
import { customerLinks, linkTokenOf } from "@/dev/vitest/customer-links";
import { choiceOf } from "@/dev/world/consent";

const ours = customerLinks();
const { world, broken, linkFor, follow, rows } = ours;
const startsOf = async (id: string) => (await ours.links.findLink(id))?.starts;

describe("a consent is needed", () => {
  test("by a company that a link was to connect, once it was connected otherwise and broke", async () => {
    const companyId = await world.newCompany("Connected meanwhile");
    const customer = world.newCustomer("qbo");
    const token = linkTokenOf((await linkFor(companyId, "qbo")).url);
    await world.consent("qbo", companyId, choiceOf("qbo", customer));
    expect(await ours.links.readLink(token)).toMatchObject({ state: "healthy" });
    await rows(
      `UPDATE "Grant" SET state = 'needs_reconnecting' WHERE id = (SELECT "grantId" FROM "Connection" WHERE "companyId" = $1)`,
      [companyId],
    );
    const held = await ours.links.readLink(token);
    expect(held).toMatchObject({ state: "open", purpose: "reconnect", tenantName: expect.any(String) });
    const outcome = await (await follow(token, "qbo", choiceOf("qbo", customer)))();
    expect(outcome).toMatchObject({ outcome: "connected", reconnected: true });
  });

  test.each([
    ["lacks", "openid offline_access accounting.settings"],
    [
      "will lose",
      "openid profile email offline_access accounting.settings accounting.contacts accounting.transactions accounting.reports.read accounting.attachments",
    ],
  ])("where the access %s what is asked for", async (_what, scope) => {
    const subject = await world.connectNew("xero");
    const token = linkTokenOf((await linkFor(subject.companyId, "xero")).url);
    expect(await ours.links.readLink(token)).toMatchObject({ state: "healthy" });
    await rows(`UPDATE "Grant" SET scope = $2 WHERE id = $1`, [subject.grantId, scope]);
    expect(await ours.links.readLink(token)).toMatchObject({ state: "open" });
    const outcome = await (await follow(token, "xero", choiceOf("xero", subject)))();
    expect(outcome).toMatchObject({ outcome: "connected" });
  });
});

test("a start that fails on our side is given back", async () => {
  const { companyId } = await broken();
  const made = await linkFor(companyId, "qbo");
  const start = () => ours.links.startLink({ token: linkTokenOf(made.url), browserKey: "b" });
  await start();
  expect(await startsOf(made.id)).toBe(1);
  await rows(
    `UPDATE "Grant" SET environment = 'elsewhere' WHERE id = (SELECT "grantId" FROM "Connection" WHERE "companyId" = $1)`,
    [companyId],
  );
  await expect(start()).rejects.toMatchObject({ owner: "us" });
  expect(await startsOf(made.id)).toBe(1);
});
