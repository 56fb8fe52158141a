import { allowQuickBooks, allowXero, cancelConsent } from "./consent-page";
import { expect, test } from "./journey";
import { expectConnection } from "./screens";
import { sessionOf } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

test("a new company is connected to QuickBooks and then to Xero", async ({ page, world }) => {
  const companyName = world.unique("Harbour Street Bakery");
  const books = `${companyName} Inc.`;
  const organisation = `${companyName} Ltd`;
  await world.simulator.addIntuitCompany(books);
  const { name: bookkeeper } = await world.bookkeeper([organisation]);

  await page.goto("/connections");
  await page.getByRole("link", { name: "Connect a company" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Connect a company" })).toBeVisible();
  await page.getByLabel("Company name").fill(companyName);
  await page.getByRole("button", { name: "Add company" }).click();
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
  await allowQuickBooks(page, books);
  await expectConnection(page, companyName, "Working");

  await page.goto(`/connections/new?${new URLSearchParams({ search: companyName })}`);
  await page.getByRole("link", { name: companyName }).click();
  await expect(page.getByRole("button", { name: "Connect to QuickBooks" })).toHaveCount(0);
  await page.getByRole("button", { name: "Connect to Xero" }).click();
  await allowXero(page, bookkeeper, [organisation]);
  await expectConnection(page, companyName, "Working");

  await page.goto(`/connections?${new URLSearchParams({ search: companyName })}`);
  const rows = page.getByRole("table").getByRole("row").filter({ hasText: companyName });
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "Working" })).toHaveCount(2);
});

test("a declined consent is explained where it began, and nothing is connected", async ({ page, world }) => {
  const { companyId, companyName } = await world.company();
  await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
  await cancelConsent(page, "qbo");
  await expect(page.getByText("The consent was declined")).toBeVisible();
  await expect(page.getByText("Nothing was changed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect to QuickBooks" })).toBeVisible();
  expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
});

test("of several Xero organisations allowed at once, the right one is chosen here", async ({
  page,
  world,
}) => {
  const { companyId, companyName } = await world.company();
  const names = ["North", "South", "West"].map((side) => `${companyName} ${side}`);
  const { name: bookkeeper } = await world.bookkeeper(names);
  await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
  await page.getByRole("button", { name: "Connect to Xero" }).click();
  await allowXero(page, bookkeeper, names);
  for (const name of names) await expect(page.getByLabel(name, { exact: true })).toBeVisible();
  await page.getByLabel(`${companyName} South`, { exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expectConnection(page, companyName, "Working");
  await expect(page.getByRole("main")).toContainText(`${companyName} South`);
});

test("a consent's answer counts once", async ({ page, world }) => {
  const { companyId, companyName } = await world.company();
  const books = `${companyName} Inc.`;
  await world.simulator.addIntuitCompany(books);
  await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
  const answered = page.waitForRequest(/\/api\/oauth\/qbo\/callback\?/);
  await allowQuickBooks(page, books);
  const answer = (await answered).url();
  await expectConnection(page, companyName, "Working");
  await page.goto(answer);
  await expectConnection(page, companyName, "Working");
  await expect(page.getByText(`${companyName} is connected to ${books}`)).toBeVisible();
  expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "VALID" });
});

test("a consent that took longer than ten minutes is refused", async ({ page, world }) => {
  const { companyId, companyName } = await world.company();
  const books = `${companyName} Inc.`;
  await world.simulator.addIntuitCompany(books);
  await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
  await expect(page.getByRole("button", { name: "Allow" })).toBeVisible();
  await world.database.query(
    `UPDATE "OAuthState" SET "expiresAt" = "expiresAt" - interval '10 minutes' WHERE "companyId" = $1`,
    [companyId],
  );
  await allowQuickBooks(page, books);
  await expect(page.getByText("This consent took longer than ten minutes.")).toBeVisible();
  expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
});

test("a consent's answer is refused in another browser than the one that began", async ({
  page,
  browser,
  world,
}) => {
  const { companyId, companyName } = await world.company();
  const books = `${companyName} Inc.`;
  await world.simulator.addIntuitCompany(books);
  await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
  await expect(page.getByRole("button", { name: "Allow" })).toBeVisible();
  const other = await browser.newContext({ storageState: sessionOf("admin") });
  const elsewhere = await other.newPage();
  await elsewhere.goto(page.url());
  await allowQuickBooks(elsewhere, books);
  await expect(elsewhere.getByText("This consent was started in another browser")).toBeVisible();
  await other.close();
  expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
});
