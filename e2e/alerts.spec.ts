import type { Page } from "@playwright/test";
import { allowQuickBooks } from "./consent-page";
import { expect, test } from "./journey";
import { mailsTo } from "./mailbox-client";
import { expectConnection } from "./screens";
import { expectSound } from "./sound";
import { sessionOf } from "./stack-handle";
import type { World } from "./world";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.setTimeout(90_000);

const newAddress = (world: World) => `${world.unique("ops").replace(" ", "-")}@countersign.test`;

/** Others' companies break meanwhile: what is told of those goes to every channel. */
const mailsSaying = async (address: string, words: string) =>
  (await mailsTo(address)).filter(({ subject }) => subject.includes(words));

/** Runs what the jobs run, until a mail to this address says these words. */
async function mailSaying(world: World, address: string, words: string) {
  const found = async () => {
    await world.alerts.evaluateAlerts();
    await world.alerts.deliverAlerts();
    return (await mailsTo(address)).find(({ subject }) => subject.includes(words));
  };
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  const mail = await found();
  if (!mail) throw new Error(`no mail to ${address} says "${words}"`);
  return mail;
}

async function addEmail(page: Page, address: string): Promise<void> {
  await page.goto("/settings");
  await page.getByRole("textbox", { name: "Email address" }).fill(address);
  await page.getByRole("button", { name: "Add email" }).click();
  await expect(page.getByRole("button", { name: `Send test to ${address}` })).toBeVisible();
}

test("an alert's link leads to Reconnect, and its end is told as well", async ({ page, world }) => {
  const address = newAddress(world);
  await addEmail(page, address);
  await expect(page.getByText(`Alerts now go to ${address}`)).toBeVisible();
  await page.getByRole("button", { name: `Send test to ${address}` }).click();
  await expect(page.getByRole("main").getByText("Delivered (250).")).toBeVisible();
  expect(await mailsSaying(address, "Countersign's alerts arrive here")).toHaveLength(1);

  const company = await world.connectedToQuickBooks();
  await world.simulator.revokeGrant({ provider: "qbo", realmId: company.tenantId });
  await page.goto(`/connections/${company.connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expectConnection(page, company.companyName, "Needs reconnecting");
  const raised = await mailSaying(world, address, `${company.companyName} needs reconnecting`);

  const [link = ""] = raised.text.match(/https?:\S+/) ?? [];
  await page.goto(link);
  await expectConnection(page, company.companyName, "Needs reconnecting");
  await page.getByRole("button", { name: "Reconnect" }).click();
  await allowQuickBooks(page, company.tenantName);
  await expectConnection(page, company.companyName, "Working");

  const recovered = await mailSaying(world, address, `${company.companyName} works again`);
  expect(recovered.text).toContain("A new consent ended the problem");
  const intervals = await world.database.query(
    `SELECT status, "endedAt" IS NULL AS open FROM "HealthInterval" WHERE "companyId" = $1 ORDER BY "startedAt", id`,
    [company.companyId],
  );
  expect(intervals.slice(-2)).toEqual([
    { status: "expired", open: false },
    { status: "healthy", open: true },
  ]);

  await page.goto("/settings/alerts");
  const told = page.getByRole("article").filter({ hasText: company.companyName });
  await expect(told).toContainText(", ended ");
  await expect(told.getByText(address)).toHaveCount(2);
  await told.getByRole("link", { name: "In the audit log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Alert sent");
});

test("a webhook's secret is shown once, and an address inside is refused with what was typed kept", async ({
  page,
  world,
}) => {
  await page.goto("/settings");
  const url = page.getByLabel("Webhook URL");
  const add = page.getByRole("button", { name: "Add webhook" });
  await url.fill("https://169.254.169.254/latest");
  await add.click();
  await expect(page.getByRole("main").getByText("That address is not on the public internet")).toBeVisible();
  await expect(url).toHaveValue("https://169.254.169.254/latest");
  await expectSound(page, "a refused webhook");

  const host = `${world.unique("hooks").replace(" ", "-")}.example.com`;
  await url.fill(`https://${host}/services/secret-path`);
  await add.click();
  await expect(page.getByText("Copy the signing secret now")).toBeVisible();
  const secret = await page.getByText(/^whsec_/).textContent();
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  await expectSound(page, "a new webhook");
  await page.goto("/settings");
  const html = await page.content();
  expect(html).toContain(`https://${host}/…`);
  expect(html).not.toContain("secret-path");
  expect(html).not.toContain(secret ?? "whsec_");
  await page.getByRole("link", { name: `Remove https://${host}/…` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("signing secret is destroyed");
  await expectSound(page, "remove dialog");
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Channel removed", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: `Remove https://${host}/…` })).toHaveCount(0);
});

test("a channel is turned off and on by keyboard alone, and hears nothing meanwhile", async ({
  page,
  world,
}) => {
  const address = newAddress(world);
  await addEmail(page, address);
  await page.getByRole("button", { name: `Turn off ${address}` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Turn on ${address}` })).toBeVisible();
  const company = await world.connectedToQuickBooks();
  await world.simulator.revokeGrant({ provider: "qbo", realmId: company.tenantId });
  await page.goto(`/connections/${company.connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expectConnection(page, company.companyName, "Needs reconnecting");
  const raised = async () => {
    await world.alerts.evaluateAlerts();
    return world.database.query(`SELECT 1 FROM "Alert" WHERE "companyId" = $1`, [company.companyId]);
  };
  await expect.poll(raised).toHaveLength(1);
  await page.goto("/settings");
  await page.getByRole("button", { name: `Turn on ${address}` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Turn off ${address}` })).toBeVisible();
  await world.alerts.evaluateAlerts();
  await world.alerts.deliverAlerts();
  expect(await mailsSaying(address, company.companyName)).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a channel is added, tried out, turned off and removed", async ({ page, world }) => {
    const address = newAddress(world);
    await addEmail(page, address);
    await page.getByRole("button", { name: `Send test to ${address}` }).click();
    await expect(page.getByRole("main").getByText("Delivered (250).")).toBeVisible();
    expect(await mailsSaying(address, "Countersign's alerts arrive here")).toHaveLength(1);
    await page.getByRole("button", { name: `Turn off ${address}` }).click();
    await expect(page.getByRole("button", { name: `Turn on ${address}` })).toBeVisible();
    await page.getByRole("link", { name: `Remove ${address}` }).click();
    await expect(page.getByRole("heading", { level: 1, name: `Remove ${address}?` })).toBeVisible();
    await page.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("Channel removed", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: `Send test to ${address}` })).toHaveCount(0);
  });

  test("a webhook's secret is shown once, and an empty address is answered at its field", async ({
    page,
    world,
  }) => {
    await page.goto("/settings");
    await page.getByRole("button", { name: "Add email" }).click();
    await expect(page.getByText("Enter an email address.")).toBeVisible();
    const host = `${world.unique("hooks").replace(" ", "-")}.example.com`;
    await page.getByLabel("Webhook URL").fill(`https://${host}/`);
    await page.getByRole("button", { name: "Add webhook" }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await page.getByRole("link", { name: `Remove https://${host}` }).click();
    await page.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("Channel removed", { exact: true })).toBeVisible();
  });
});
