import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { dumpOf } from "@/dev/vitest/database-dump";
import { secretsIn } from "@/dev/vitest/secret-forms";
import { allowQuickBooks, allowXero, cancelConsent, onConsentPage } from "./consent-page";
import { expect, test } from "./journey";
import { mailsTo } from "./mailbox-client";
import { expectSound } from "./sound";
import { sessionOf, stackHandle } from "./stack-handle";
import type { ConnectedCompany, World } from "./world";

test.setTimeout(60_000);
test.afterEach(({ world }) => world.retireCompanies());

const LINK = /https?:\S+\/connect\/[\w-]{43}/;
const freshAddress = () => `customer-${Math.random().toString(36).slice(2, 10)}@countersign.test`;
const tokenOf = (link: string) => link.split("/").at(-1) ?? "";

/** A browser that has never been here. */
function customer(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  return browser.newContext({ baseURL: stackHandle().appUrl, ...options });
}

async function asAdmin<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await customer(browser, { storageState: sessionOf("admin") });
  const result = await work(await context.newPage());
  await context.close();
  return result;
}

async function breakGrant(world: World, { connectionId }: ConnectedCompany): Promise<void> {
  await world.database.query(
    `UPDATE "Grant" SET state = 'needs_reconnecting', "stateSince" = now()
     WHERE id = (SELECT "grantId" FROM "Connection" WHERE id = $1)`,
    [connectionId],
  );
}

/** A link to hand over, made on the company's page. */
function linkFor(browser: Browser, companyId: string, provider: "qbo" | "xero"): Promise<string> {
  return asAdmin(browser, async (page) => {
    await page.goto(`/companies/${companyId}/links?provider=${provider}`);
    await page.getByRole("button", { name: "Create link" }).first().click();
    const link = await page.getByText(LINK).first().textContent();
    return LINK.exec(link ?? "")?.[0] ?? "";
  });
}

async function brokenQuickBooks(world: World): Promise<ConnectedCompany> {
  const subject = await world.connectedToQuickBooks();
  await breakGrant(world, subject);
  return subject;
}

const reconnect = (page: Page, provider = "QuickBooks") =>
  page.getByRole("button", { name: `Reconnect ${provider}` }).click();

const done = (page: Page, tenantName: string) =>
  expect(page.getByRole("status")).toContainText(`${tenantName} is connected. You can close this page.`);

test("an admin mails a link; the customer reconnects QuickBooks, and all of it is on the list", async ({
  browser,
  world,
}) => {
  const { companyId, tenantName } = await brokenQuickBooks(world);
  const email = freshAddress();
  await asAdmin(browser, async (page) => {
    await page.goto(`/companies/${companyId}`);
    await page.getByRole("link", { name: "Send link" }).first().click();
    await page.getByLabel("Email").first().fill(email);
    await page.getByRole("button", { name: "Send link" }).first().click();
    await expect(page.getByText(`Sent to ${email}.`)).toBeVisible();
    await expectSound(page, "links of a company");
  });
  await expect.poll(async () => (await mailsTo(email)).length).toBe(1);
  const [mail] = await mailsTo(email);
  const link = LINK.exec(mail?.text ?? "")?.[0] ?? "";
  const context = await customer(browser);
  const page = await context.newPage();
  await page.goto(link);
  await expect(page.getByText(tenantName)).toBeVisible();
  await expectSound(page, "a link");
  await reconnect(page);
  await allowQuickBooks(page, tenantName);
  await done(page, tenantName);
  await expectSound(page, "a link, done");
  await context.close();
  await asAdmin(browser, async (admin) => {
    await admin.goto(`/companies/${companyId}/links`);
    await expect(admin.getByRole("listitem").filter({ hasText: email })).toContainText("Done");
    await admin.goto(`/companies/${companyId}`);
    await expect(admin.getByText(new RegExp(`Link by .* to ${email}`)).first()).toBeVisible();
  });
});

test("Send link stands wherever a company waits for its customer", async ({ browser, world }) => {
  const { companyId } = await brokenQuickBooks(world);
  const fresh = await world.company();
  await asAdmin(browser, async (page) => {
    await page.goto(`/companies/${companyId}`);
    await page.getByRole("link", { name: "Send link" }).first().click();
    await expect(page).toHaveURL(new RegExp(`/companies/${companyId}/links`));
    await page.goto("/");
    await expect(page.getByRole("link", { name: /^Send link, / }).first()).toBeVisible();
    await page.goto(`/connections/new?company=${fresh.companyId}`);
    await page.getByRole("link", { name: "Send link" }).first().click();
    await expect(page).toHaveURL(new RegExp(`/companies/${fresh.companyId}/links`));
  });
  const support = await customer(browser, { storageState: sessionOf("support") });
  const page = await support.newPage();
  await page.goto("/");
  await expect(page.getByText("Data has stopped for these companies.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: /^Send link/ })).toHaveCount(0);
  await support.close();
});

test("a customer of Xero reconnects at 390 px", async ({ browser, world }) => {
  const bookkeeper = await world.bookkeeper([]);
  const subject = await world.connectedToXero("Tui", bookkeeper);
  await breakGrant(world, subject);
  const link = await linkFor(browser, subject.companyId, "xero");
  const context = await customer(browser, { viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await page.goto(link);
  await reconnect(page, "Xero");
  await allowXero(page, bookkeeper.name, [subject.tenantName]);
  await done(page, subject.tenantName);
  await context.close();
});

test("without JavaScript: cancelled, another company, then the right one", async ({ browser, world }) => {
  const subject = await brokenQuickBooks(world);
  const otherName = `${world.unique("Elsewhere")} Inc.`;
  await world.simulator.addIntuitCompany(otherName);
  const link = await linkFor(browser, subject.companyId, "qbo");
  const context = await customer(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(link);
  await reconnect(page);
  await cancelConsent(page, "qbo");
  await expect(page.getByRole("alert")).toContainText("Only a QuickBooks admin can approve");
  await reconnect(page);
  await allowQuickBooks(page, otherName);
  const alert = page.getByRole("alert");
  await expect(alert).toContainText(`You chose ${otherName}, but this link is for ${subject.tenantName}.`);
  await expect(alert).toContainText(`Nothing was changed, and the access to ${otherName} was ended.`);
  await expect(alert).toContainText(`If ${otherName} is right, ask `);
  await reconnect(page);
  await allowQuickBooks(page, subject.tenantName);
  await done(page, subject.tenantName);
  await context.close();
});

test("a closed tab costs nothing, and a consent doesn't go on in another browser", async ({
  browser,
  world,
}) => {
  const subject = await brokenQuickBooks(world);
  const link = await linkFor(browser, subject.companyId, "qbo");
  const first = await customer(browser);
  const left = await first.newPage();
  await left.goto(link);
  await reconnect(left);
  await onConsentPage(left, "qbo");
  await first.close();
  const second = await customer(browser);
  const page = await second.newPage();
  await page.goto(link);
  await reconnect(page);
  await allowQuickBooks(page, subject.tenantName);
  await done(page, subject.tenantName);
  await page.goto(link);
  await expect(page.getByText("This link was used already.")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(subject.companyName);
  await second.close();
});

test("a company that was never connected connects by a link, choosing among several organisations", async ({
  browser,
  world,
}) => {
  const { companyId, companyName } = await world.company();
  const names = [`${companyName} One`, `${companyName} Two`];
  const bookkeeper = await world.bookkeeper(names);
  const link = await linkFor(browser, companyId, "xero");
  const context = await customer(browser);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("button", { name: "Connect to Xero" }).click();
  await allowXero(page, bookkeeper.name, names);
  await expect(page.getByRole("heading", { level: 1, name: "Choose an organisation" })).toBeVisible();
  await expectSound(page, "a choice by link");
  await page.getByLabel(names[1] ?? "").check();
  await page.getByRole("button", { name: "Connect this one" }).click();
  await done(page, names[1] ?? "");
  await context.close();
});

test("a link of a working connection, a revoked one and an expired one say so; the expired one is renewed by mail", async ({
  browser,
  world,
}) => {
  const subject = await world.connectedToQuickBooks();
  const healthy = await linkFor(browser, subject.companyId, "qbo");
  const context = await customer(browser);
  const page = await context.newPage();
  await page.goto(healthy);
  await expect(page.getByRole("heading", { level: 1, name: "Nothing to do" })).toBeVisible();
  await expectSound(page, "a link, nothing to do");
  await breakGrant(world, subject);
  await asAdmin(browser, async (admin) => {
    await admin.goto(`/companies/${subject.companyId}/links`);
    await admin
      .getByRole("button", { name: /^Revoke the link/ })
      .first()
      .click();
    await expect(admin.getByText("Link revoked")).toBeVisible();
  });
  await page.goto(healthy);
  await expect(page.getByText("This link was revoked.")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(subject.companyName);

  const email = freshAddress();
  await asAdmin(browser, async (admin) => {
    await admin.goto(`/companies/${subject.companyId}/links`);
    await admin.getByLabel("Email").first().fill(email);
    await admin.getByRole("button", { name: "Send link" }).first().click();
    await expect(admin.getByText(`Sent to ${email}.`)).toBeVisible();
  });
  const mailed = async () => (await mailsTo(email)).flatMap(({ text }) => LINK.exec(text)?.[0] ?? []);
  await world.database.query(`UPDATE "Link" SET "expiresAt" = now() WHERE "sentTo" = $1`, [email]);
  await page.goto((await mailed())[0] ?? "");
  await expect(page.getByText("This link has expired.")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(email);
  await expectSound(page, "a link, expired");
  await page.getByRole("button", { name: "Send a new link" }).click();
  await expect(page.getByText("A new link is on its way")).toBeVisible();
  await expect.poll(async () => (await mailed()).length).toBe(2);
  await page.goto((await mailed())[1] ?? "");
  await reconnect(page);
  await allowQuickBooks(page, subject.tenantName);
  await done(page, subject.tenantName);
  await context.close();
});

test("100 scanners spend nothing, and a link's token is in no row, log or referrer", async ({
  browser,
  world,
  request,
}) => {
  const subject = await brokenQuickBooks(world);
  const link = await linkFor(browser, subject.companyId, "qbo");
  const headers: Record<string, string>[] = [
    {},
    { purpose: "prefetch" },
    { "sec-purpose": "prefetch" },
    { rsc: "1" },
  ];
  for (let nth = 0; nth < 100; nth++) {
    const given = { headers: headers[nth % headers.length] ?? {} };
    const answer = await (nth % 2 ? request.head(link, given) : request.get(link, given));
    expect(answer.headers()["referrer-policy"]).toBe("no-referrer");
    expect(answer.headers()["cache-control"]).toContain("no-store");
    expect(answer.headers()["x-robots-tag"]).toContain("noindex");
  }
  const [row] = await world.database.query(
    `SELECT starts, "openedAt", "doneAt" FROM "Link" WHERE "companyId" = $1`,
    [subject.companyId],
  );
  expect(row).toEqual({ starts: 0, openedAt: null, doneAt: null });

  const context = await customer(browser);
  const told: string[] = [];
  context.on("request", (asked) => {
    const isOurs = asked.url().startsWith(stackHandle().appUrl);
    told.push(
      `${isOurs ? "" : asked.url()} ${asked.headers().referer ?? ""} ${isOurs ? "" : (asked.postData() ?? "")}`,
    );
  });
  const page = await context.newPage();
  await page.goto(link);
  await reconnect(page);
  await allowQuickBooks(page, subject.tenantName);
  await done(page, subject.tenantName);
  await context.close();
  const token = tokenOf(link);
  expect(told.filter((one) => one.includes(token))).toEqual([]);
  const log = readFileSync(join(stackHandle().folder, "app.log"), "utf8");
  expect(secretsIn(log, [token])).toEqual([]);
  for (const [table, text] of await dumpOf(world.database))
    expect(secretsIn(text, [token]), table).toEqual([]);
});

test.describe("QuickBooks' own addresses", () => {
  test("Reconnect: a known and an unknown company get the same words", async ({ browser, world }) => {
    const subject = await brokenQuickBooks(world);
    const strangerName = `${world.unique("Stranger")} Inc.`;
    await world.simulator.addIntuitCompany(strangerName);
    const said: string[] = [];
    for (const [name, javaScriptEnabled] of [
      [strangerName, true],
      [subject.tenantName, false],
    ] as const) {
      const context = await customer(browser, { javaScriptEnabled });
      const page = await context.newPage();
      await page.goto("/reconnect/quickbooks");
      await reconnect(page);
      await allowQuickBooks(page, name);
      await expect(page.getByRole("status")).toContainText("Thank you");
      said.push((await page.getByRole("main").textContent()) ?? "");
      await context.close();
    }
    expect(said[0]).toBe(said[1]);
    expect(await world.service.getTokenStatus(subject.companyId, "qbo")).toMatchObject({ status: "VALID" });
  });

  test("Launch leads to the company, and Disconnect says the same for every realm", async ({
    browser,
    world,
  }) => {
    const { companyName, tenantId } = await world.connectedToQuickBooks();
    await asAdmin(browser, async (page) => {
      await page.goto(`/connections/by-realm/${tenantId}`);
      await expect(page.getByRole("heading", { level: 1, name: companyName })).toBeVisible();
    });
    const context = await customer(browser);
    const page = await context.newPage();
    const said: (string | null)[] = [];
    for (const realmId of [tenantId, "1"]) {
      await page.goto(`/disconnected/quickbooks?realmId=${realmId}`);
      said.push(await page.getByRole("main").textContent());
    }
    expect(said[0]).toBe(said[1]);
    await page.getByRole("link", { name: "Reconnect QuickBooks" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Reconnect QuickBooks Online" })).toBeVisible();
    await context.close();
  });
});
