import { allowQuickBooks, allowXero } from "./consent-page";
import { expect, test } from "./journey";
import { quickBooksStatus } from "./quickbooks-api";
import { expectConnection } from "./screens";
import { sessionOf, stackHandle } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

test("one click reconnects out of the list, without JavaScript too", async ({ browser, world }) => {
  const { companyName, tenantId, tenantName, connectionId } = await world.connectedToQuickBooks();
  await world.simulator.revokeGrant({ provider: "qbo", realmId: tenantId });
  const context = await browser.newContext({ storageState: sessionOf("admin"), javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${stackHandle().appUrl}/connections/${connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await page.goto(`${stackHandle().appUrl}/connections?${new URLSearchParams({ search: companyName })}`);
  const row = page.getByRole("row").filter({ hasText: companyName });
  await expect(row).toContainText("Needs reconnecting");
  await row.getByRole("button", { name: "Reconnect" }).click();
  await allowQuickBooks(page, tenantName);
  await expectConnection(page, companyName, "Working");
  await context.close();
});

test("an organisation taken off at Xero needs reconnecting, and comes back", async ({ page, world }) => {
  const { name: bookkeeper, xeroUserId } = await world.bookkeeper([]);
  const { companyName, connectionId, tenantId, tenantName } = await world.connectedToXero("Tui", {
    name: bookkeeper,
    xeroUserId,
  });
  await world.simulator.removeXeroOrganisation(tenantId);
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expectConnection(page, companyName, "Needs reconnecting");
  await page.getByRole("button", { name: "Reconnect" }).click();
  await allowXero(page, bookkeeper, [tenantName]);
  await expectConnection(page, companyName, "Working");
});

test("a provider that fails is no reason to reconnect", async ({ page, world }) => {
  const { companyName, connectionId, tenantId } = await world.connectedToQuickBooks();
  const effect = { kind: "status", status: 503 } as const;
  await world.simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect, times: 1 });
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expectConnection(page, companyName, "Provider trouble");
  await page.getByRole("button", { name: "Check now" }).click();
  await expectConnection(page, companyName, "Working");
});

test("reconnecting to another company is refused by name, and the old grant still vends", async ({
  page,
  world,
}) => {
  const { companyId, companyName, connectionId, tenantId, tenantName } = await world.connectedToQuickBooks();
  const otherBooks = world.unique("Somebody Else's Books");
  await world.simulator.addIntuitCompany(otherBooks);
  const before = await world.service.getValidToken(companyId, "qbo", world.adminId);

  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("button", { name: "Reconnect" }).click();
  await allowQuickBooks(page, otherBooks);
  await expect(page.getByText("That was another organisation")).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText(tenantName);
  await expect(main).toContainText(otherBooks);
  await expect(main).toContainText(
    `The access to ${otherBooks} was ended again, because no company here uses it. Nothing else was changed.`,
  );
  await expectConnection(page, companyName, "Working");

  const after = await world.service.getValidToken(companyId, "qbo", world.adminId);
  expect(after).toBe(before);
  expect(await quickBooksStatus(tenantId, after)).toBe(200);
});
