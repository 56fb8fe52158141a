import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { expectConnection } from "./screens";
import { sessionOf } from "./stack-handle";
import type { ConnectedCompany, World } from "./world";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

test("disconnecting says what it means, then does it here and at the provider", async ({ page, world }) => {
  const company = await world.connectedToQuickBooks();
  await page.goto(`/connections/${company.connectionId}`);
  await page.getByRole("link", { name: "Disconnect" }).click();
  const dialog = page.getByRole("dialog", { name: `Disconnect ${company.companyName}?` });
  await expect(dialog).toContainText(
    `${company.companyName}'s data from ${company.tenantName} stops at once`,
  );

  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expectConnection(page, company.companyName, "Working");

  await page.getByRole("link", { name: "Disconnect" }).click();
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expectDisconnected(page, world, company);
});

test("the other companies of a shared Xero consent are named, and stay connected", async ({
  page,
  world,
}) => {
  const bookkeeper = await world.bookkeeper([]);
  const first = await world.connectedToXero("Shared One", bookkeeper);
  const second = await world.connectedToXero("Shared Two", bookkeeper);
  await page.goto(`/connections/${first.connectionId}`);
  await page.getByRole("link", { name: "Disconnect" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(second.companyName);
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expectConnection(page, first.companyName, "Disconnected");

  await page.goto(`/connections/${second.connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByRole("main").getByText(/It works: Xero answered/)).toBeVisible();
  await expectConnection(page, second.companyName, "Working");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("disconnecting asks on a page of its own, then does it", async ({ page, world }) => {
    const company = await world.connectedToQuickBooks();
    await page.goto(`/connections/${company.connectionId}`);
    await page.getByRole("link", { name: "Disconnect" }).click();
    await expect(
      page.getByRole("heading", { level: 1, name: `Disconnect ${company.companyName}?` }),
    ).toBeVisible();
    await expect(page.getByRole("main")).toContainText("stops at once");
    await page.getByRole("button", { name: "Disconnect" }).click();
    await expectDisconnected(page, world, company);
  });
});

async function expectDisconnected(page: Page, world: World, company: ConnectedCompany): Promise<void> {
  await expectConnection(page, company.companyName, "Disconnected");
  await expect(page.getByRole("button", { name: "Connect to QuickBooks" })).toBeVisible();
  expect(await world.service.getTokenStatus(company.companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  const grants = (await world.simulator.grants()).filter(({ realmId }) => realmId === company.tenantId);
  expect(grants.map(({ endedBy }) => endedBy)).toEqual(["revoked"]);
}
