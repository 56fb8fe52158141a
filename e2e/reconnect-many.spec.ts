import type { Page } from "@playwright/test";
import { pageOf } from "./audit-page";
import { allowXero, onConsentPage } from "./consent-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";
import type { ConnectedCompany, World } from "./world";

/** As a provider's refusal of the last refresh leaves it. */
async function breakGrants(world: World, connections: readonly ConnectedCompany[]): Promise<void> {
  await world.database.query(
    `UPDATE "Grant" SET state = 'needs_reconnecting', "stateSince" = now()
     WHERE id IN (SELECT "grantId" FROM "Connection" WHERE id = ANY($1))`,
    [connections.map(({ connectionId }) => connectionId)],
  );
}

const sorted = (made: readonly ConnectedCompany[]) =>
  made.toSorted((a, b) => a.companyName.localeCompare(b.companyName, "en"));
const news = (page: Page, { companyName, tenantName }: ConnectedCompany) =>
  page.getByRole("status").filter({ hasText: `${companyName} is connected to ${tenantName}` });

test("six companies are reconnected with eighteen clicks, one after the other", async ({
  browser,
  world,
}) => {
  const made: ConnectedCompany[] = [];
  // Names that come before all others of the list.
  for (let count = 0; count < 6; count++) made.push(await world.connectedToQuickBooks(`00 Six ${count}`));
  await breakGrants(world, made);
  const page = await pageOf(browser, "admin");
  let clicks = 0;
  const click = async (target: ReturnType<Page["getByRole"]>) => {
    clicks++;
    await target.click();
  };
  await page.goto("/connections?search=00+Six");
  const [first] = sorted(made);
  await click(
    page
      .getByRole("row")
      .filter({ hasText: first?.companyName ?? "" })
      .getByRole("button", { name: "Reconnect" }),
  );
  for (const [index, company] of sorted(made).entries()) {
    await onConsentPage(page, "qbo");
    await click(page.getByLabel(company.tenantName, { exact: true }));
    await click(page.getByRole("button", { name: "Allow" }));
    const told = news(page, company);
    await expect(told).toContainText("Checked with QuickBooks Online.");
    const next = sorted(made)[index + 1];
    if (!next) break;
    await expect(told).toContainText(/\d+ left: /);
    await expect(told).toContainText(next.companyName);
    if (index === 0) {
      await expectSound(page, "one of six");
      await expect(told.getByRole("link", { name: "Back to the list" })).toHaveAttribute(
        "href",
        "/connections?status=needs_reconnecting",
      );
    }
    await click(told.getByRole("button", { name: `Reconnect ${next.companyName}` }));
  }
  expect(clicks).toBeLessThanOrEqual(18);
  await page.context().close();
});

test("a Xero consent names the companies it renewed too", async ({ browser, world }) => {
  const { name, xeroUserId } = await world.bookkeeper([]);
  const one = await world.connectedToXero("Shared", { name, xeroUserId });
  const other = await world.connectedToXero("Shared", { name, xeroUserId });
  await breakGrants(world, [one]);
  const page = await pageOf(browser, "admin");
  await page.goto(`/connections/${one.connectionId}`);
  await page.getByRole("button", { name: "Reconnect" }).click();
  await allowXero(page, name, [one.tenantName, other.tenantName]);
  const told = news(page, one);
  await expect(told).toContainText(`Renewed by the same consent: ${other.companyName}`);
  await told.getByRole("link", { name: other.companyName }).click();
  await expect(page.getByRole("heading", { level: 1, name: other.companyName })).toBeVisible();
  await expect(page.getByRole("main").getByText("Working", { exact: true }).first()).toBeVisible();
  await page.context().close();
});
