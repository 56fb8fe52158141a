import type { Page } from "@playwright/test";
import { formatAbsolute } from "@/components/ui/time-format";
import { expect, test } from "./journey";
import { statusBadge } from "./screens";
import { expectSound } from "./sound";
import { sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.setTimeout(90_000);
test.afterEach(({ world }) => world.retireCompanies());

async function broken(page: Page, world: World) {
  const company = await world.connectedToQuickBooks();
  await world.simulator.revokeGrant({ provider: "qbo", realmId: company.tenantId });
  await page.goto(`/companies/${company.companyId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(statusBadge(page, "Needs reconnecting")).toBeVisible();
  return { ...company, path: `/companies/${company.companyId}` };
}

const groupOf = (page: Page, companyName: string) =>
  page.getByRole("rowgroup").filter({ has: page.getByRole("link", { name: companyName }) });

test("a problem is acknowledged by keyboard, snoozed from the overview and woken up", async ({
  page,
  world,
}) => {
  const { companyName, path } = await broken(page, world);
  await page.getByRole("link", { name: `Acknowledge ${companyName}` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Acknowledge ${companyName}` })).toBeVisible();
  await page.getByLabel("What happens next").fill("Called Ana, she reconnects tomorrow");
  await page.getByRole("button", { name: "Acknowledge" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${companyName}: acknowledged`)).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText("is on it: “Called Ana, she reconnects tomorrow”");
  await expectSound(page, "an acknowledged problem");

  await page.goto(`/connections?search=${encodeURIComponent(companyName)}`);
  await expect(main.getByRole("table")).toContainText("is on it: Called Ana");
  await expect(groupOf(page, companyName)).toContainText("Needs reconnecting");

  await page.goto("/");
  const item = page.getByRole("listitem").filter({ hasText: companyName });
  await item.getByRole("link", { name: "Snooze" }).click();
  await expect(main).toContainText("Your note replaces it.");
  await page.getByLabel("3 days").check();
  await page.getByLabel("Reason").fill("Ana is away");
  await page.getByRole("button", { name: "Snooze" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const snoozed = page.getByRole("listitem").filter({ hasText: companyName });
  await expect(snoozed).toContainText("Snoozed until");
  await expect(snoozed).toContainText("“Ana is away”");
  await expectSound(page, "the overview with a snoozed problem");

  await page.goto(`/connections?search=${encodeURIComponent(companyName)}`);
  await expect(groupOf(page, companyName)).toContainText("Snoozed");
  // Its status is what it was, and it is counted.
  await expect(groupOf(page, companyName).getByText("Needs reconnecting", { exact: true })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "By status" })).toContainText("Needs reconnecting 1");
  await expectSound(page, "a snoozed row");

  await page.goto(path);
  await page.getByRole("button", { name: "End snooze" }).click();
  await expect(main.getByText(/Snoozed until/)).toHaveCount(0);
  await page.goto(`${path}/timeline`);
  await expect(main).toContainText("Ended by hand");
  await expectSound(page, "a timeline with notes");
});

test("of two people the second is told who was first, and what they typed stays", async ({
  page,
  browser,
  world,
}) => {
  const { companyName, connectionId } = await broken(page, world);
  const context = await browser.newContext({
    storageState: sessionOf("support"),
    baseURL: stackHandle().appUrl,
  });
  const theirs = await context.newPage();
  for (const each of [page, theirs]) await each.goto(`/connections/${connectionId}/acknowledge`);
  await theirs.getByLabel("What happens next").fill("Wrote to Ana");
  await theirs.getByRole("button", { name: "Acknowledge" }).click();
  await expect(theirs.getByText(`${companyName}: acknowledged`)).toBeVisible();
  await page.getByLabel("What happens next").fill("Calling Ana now");
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByText("is on it: “Wrote to Ana”. Nothing was changed.")).toBeVisible();
  await expect(page.getByLabel("What happens next")).toHaveValue("Calling Ana now");
  await expectSound(page, "a refused acknowledgement");
  await context.close();
});

test("finance reads a note and can't write one", async ({ page, browser, world }) => {
  const { companyName, connectionId, path } = await broken(page, world);
  await page.goto(`/connections/${connectionId}/acknowledge`);
  await page.getByLabel("What happens next").fill("Called Ana");
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByText(`${companyName}: acknowledged`)).toBeVisible();
  const context = await browser.newContext({
    storageState: sessionOf("finance"),
    baseURL: stackHandle().appUrl,
  });
  const theirs = await context.newPage();
  await theirs.goto(path);
  await expect(theirs.getByRole("main")).toContainText("is on it: “Called Ana”");
  await expect(theirs.getByRole("link", { name: /^(Acknowledge|Snooze)/ })).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: /^Clear/ })).toHaveCount(0);
  expect((await theirs.goto(`/connections/${connectionId}/snooze`))?.status()).toBe(403);
  await context.close();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a problem is snoozed until a date and cleared, and a wrong date is answered at its field", async ({
    page,
    world,
  }) => {
    const { companyName, path } = await broken(page, world);
    await page.getByRole("link", { name: `Snooze ${companyName}` }).click();
    await page.getByLabel("Until a date").check();
    await page.getByLabel("Date", { exact: true }).fill("2020-01-01");
    await page.getByLabel("Reason").fill("Ana is away");
    await page.locator("form").evaluateAll((forms) => {
      for (const form of forms) (form as HTMLFormElement).noValidate = true;
    });
    await page.getByRole("button", { name: "Snooze" }).click();
    await expect(page.getByText("That time has passed. Choose a later one.")).toBeVisible();
    await expect(page.getByLabel("Reason")).toHaveValue("Ana is away");
    const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("Date", { exact: true }).fill(day);
    await page.getByRole("button", { name: "Snooze" }).click();
    const told = `${companyName}: snoozed until ${formatAbsolute(day, "UTC")}`;
    await expect(page.getByText(told)).toBeVisible();
    await page.goto(path);
    await expect(page.getByRole("main")).toContainText("Snoozed until");
    await page.getByRole("button", { name: "End snooze" }).click();
    await expect(page.getByRole("main")).not.toContainText("Snoozed until");
  });
});
