import { expect, test } from "./journey";
import { expectSound } from "./sound";
import { sessionOf, stackHandle } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.afterEach(({ world }) => world.retireCompanies());

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("Add a company keeps what was typed, and asks before it makes a second one of a name", async ({
      page,
      world,
    }) => {
      const { companyName } = await world.company("Amberline");
      const [name, id] = [page.getByLabel("Company name"), page.getByLabel("Id in your product")];
      await page.goto("/connections/new");
      await name.fill(companyName.toUpperCase());
      await id.fill("bad id!");
      await page.getByRole("button", { name: "Add company" }).click();
      await expect(page.getByText("An id has at most 100 letters")).toBeVisible();
      await expect(name).toHaveValue(companyName.toUpperCase());
      await expect(id).toHaveValue("bad id!");

      await id.fill("");
      await page.getByRole("button", { name: "Add company" }).click();
      await expect(page.getByText(`There is a company named “${companyName}” already.`)).toBeVisible();
      await expect(name).toHaveValue(companyName.toUpperCase());
      if (javaScriptEnabled) await expectSound(page, "a name that is taken");
      await page.getByLabel("Add another company with this name").check();
      await page.getByRole("button", { name: "Add company" }).click();
      await expect(page.getByRole("main")).toContainText(`Company: ${companyName.toUpperCase()}`);
    });
  });
}

test("a company is renamed, on record", async ({ page, world }) => {
  const { companyId } = await world.company("Mistyped");
  const renamed = world.unique("Well typed");
  await page.goto(`/connections/new?${new URLSearchParams({ company: companyId })}`);
  await page.getByRole("link", { name: "Rename or remove" }).click();
  await page.getByLabel("Company name").fill("");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByText("Enter the company's name.")).toBeVisible();
  await page.getByLabel("Company name").fill(renamed);
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { level: 1, name: renamed })).toBeVisible();
  await expect(page.getByText(`Renamed to ${renamed}`)).toBeVisible();
  await expectSound(page, "a company renamed");
  await page.goto(`/audit?${new URLSearchParams({ q: `company:${companyId}`, since: "1h" })}`);
  await expect(page.getByRole("main")).toContainText("Company renamed");
});

test("a company that was never connected is removed", async ({ page, world }) => {
  const { companyId, companyName } = await world.company("Added twice");
  await page.goto(`/connections/company?${new URLSearchParams({ id: companyId })}`);
  await page.getByRole("button", { name: "Remove company" }).click();
  await expect(page.getByText(`${companyName} was removed`)).toBeVisible();
  await page.goto(`/connections/company?${new URLSearchParams({ id: companyId })}`);
  await expect(page.getByRole("heading", { level: 1, name: "There is no such company" })).toBeVisible();
  await page.goto(`/connections?${new URLSearchParams({ search: companyName })}`);
  await expect(page.getByText("No connection matches")).toBeVisible();
});

test("a company that is connected is renamed from its connection and can't be removed", async ({
  page,
  world,
}) => {
  const { connectionId } = await world.connectedToQuickBooks();
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("navigation", { name: "Company" }).getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("button", { name: "Remove company" })).toHaveCount(0);
  const renamed = world.unique("Another name");
  await page.getByLabel("Company name").fill(renamed);
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { level: 1, name: renamed })).toBeVisible();
});

test("a search finds connections by their ids and companies that were never connected", async ({
  page,
  browser,
  world,
}) => {
  const { companyId, companyName, connectionId, tenantId } = await world.connectedToQuickBooks();
  await page.goto("/connections");
  await expect(page.getByPlaceholder("Name, provider or id")).toBeVisible();
  for (const search of [companyId, connectionId, tenantId]) {
    await page.goto(`/connections?${new URLSearchParams({ search })}`);
    await expect(page.getByRole("table").getByRole("row").filter({ hasText: companyName })).toHaveCount(1);
  }
  await page.goto("/connections?search=xero");
  await expect(page.getByRole("table")).toContainText("Gallery Outage One");
  await expect(page.getByRole("table")).not.toContainText("Gallery Working");

  const alone = await world.company("Never connected");
  for (const search of [alone.companyName, alone.companyId]) {
    await page.goto(`/connections?${new URLSearchParams({ search })}`);
    const found = page.getByRole("list", { name: "Companies without a connection" });
    await expect(found).toContainText(alone.companyName);
  }
  await expectSound(page, "companies without a connection");
  await page.getByRole("link", { name: `Connect ${alone.companyName}` }).click();
  await expect(page.getByRole("button", { name: "Connect to Xero" })).toBeVisible();

  const support = await browser.newContext({
    storageState: sessionOf("support"),
    baseURL: stackHandle().appUrl,
  });
  const reader = await support.newPage();
  await reader.goto(`/connections?${new URLSearchParams({ search: alone.companyName })}`);
  await expect(reader.getByRole("main")).toContainText(alone.companyName);
  await expect(reader.getByRole("link", { name: /^Connect/ })).toHaveCount(1);
  await support.close();
});
