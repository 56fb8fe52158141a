import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { mailsTo } from "./mailbox-client";
import { signIn, statusBadge } from "./screens";
import { expectSound } from "./sound";
import { sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

test.setTimeout(120_000);
test.afterEach(({ world }) => world.retireCompanies());

/** A company whose alert has been raised, found broken by an admin. */
async function alerted(admin: Page, world: World) {
  const company = await world.connectedToQuickBooks();
  await world.simulator.revokeGrant({ provider: "qbo", realmId: company.tenantId });
  await admin.goto(`/companies/${company.companyId}`);
  await admin.getByRole("button", { name: "Check now" }).click();
  await expect(statusBadge(admin, "Needs reconnecting")).toBeVisible();
  const raised = async () => {
    await world.alerts.evaluateAlerts();
    return world.database.query(`SELECT 1 FROM "Alert" WHERE "companyId" = $1`, [company.companyId]);
  };
  await expect.poll(raised, { timeout: 30_000 }).toHaveLength(1);
  return company;
}

const bell = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Notifications/ });

/** By the keyboard, once more where another test's company gave news meanwhile. */
async function readAll(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Mark all as read" });
  await expect(button).toBeVisible();
  await expect(async () => {
    if (await button.isVisible()) await button.press("Enter");
    await expect(page.getByText("All read.")).toBeVisible({ timeout: 5_000 });
    await expect(bell(page)).not.toContainText("unread", { timeout: 1_000 });
  }).toPass();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the bell counts what is new, each line leads to its company, and one press reads all", async ({
      page,
      browser,
      world,
    }) => {
      const state = { storageState: sessionOf("admin"), baseURL: stackHandle().appUrl };
      const context = await browser.newContext(state);
      const { email, password } = await world.user("finance");
      await page.goto("/notifications");
      await signIn(page, email, password);
      await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
      const { companyName, companyId } = await alerted(await context.newPage(), world);
      await page.goto("/health");
      await expect(bell(page)).toContainText(/\d+ unread/);
      await bell(page).click();
      await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
      const line = page.getByRole("listitem").filter({ hasText: `${companyName} needs reconnecting` });
      await expect(line).toContainText("New");
      if (javaScriptEnabled) await expectSound(page, "unread notifications");
      await readAll(page);
      await expect(line).not.toContainText("New");
      await line.getByRole("link").click();
      await expect(page.getByRole("heading", { level: 1, name: companyName })).toBeVisible();
      expect(new URL(page.url()).pathname).toBe(`/companies/${companyId}`);
      await context.close();
    });

    test("a person has mails sent to their own address, which an admin is not shown", async ({
      page,
      browser,
      world,
    }) => {
      const state = { storageState: sessionOf("admin"), baseURL: stackHandle().appUrl };
      const context = await browser.newContext(state);
      const admin = await context.newPage();
      const { email, password } = await world.user("support");
      await page.goto("/profile/notifications");
      await signIn(page, email, password);
      await expect(page.getByText(`Alerts mailed to ${email}`)).toBeVisible();
      await expect(page.getByLabel("Nothing")).toBeChecked();
      await page.getByLabel("Everything").check();
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("It starts with the next alert.")).toBeVisible();
      await expect(page.getByLabel("Everything")).toBeChecked();
      if (javaScriptEnabled) await expectSound(page, "own mail");
      const { companyName } = await alerted(admin, world);
      const mailed = async () => {
        await world.alerts.deliverAlerts();
        return (await mailsTo(email)).find(({ subject }) => subject.startsWith(companyName));
      };
      await expect.poll(mailed, { timeout: 30_000 }).toBeDefined();
      expect((await mailed())?.text).toContain("/profile/notifications");
      await admin.goto("/settings/alerts");
      const told = admin.getByRole("article").filter({ hasText: companyName });
      await expect(told).toContainText("(own mail)");
      expect(await admin.content()).not.toContain(email);
      await context.close();
    });
  });
}
