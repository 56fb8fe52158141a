import type { Page } from "@playwright/test";
import { pageOf } from "./audit-page";
import { onConsentPage } from "./consent-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";

const palette = (page: Page) => page.getByRole("dialog", { name: "Search" });
const line = (page: Page) => palette(page).getByRole("combobox");
const option = (page: Page, name: string | RegExp) => palette(page).getByRole("option", { name });

/** The key works once the page's scripts run. */
async function openByKey(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(line(page)).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

test("Ctrl+K finds a company from any page, and the focus goes back where it was", async ({
  browser,
  world,
}) => {
  const { companyName, companyId, tenantName } = await world.connectedToQuickBooks("Palette");
  const page = await pageOf(browser, "support");
  for (const path of ["/", "/health/month-end", "/audit"]) {
    await page.goto(path);
    const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Health" });
    await link.focus();
    await openByKey(page);
    await expect(option(page, "Audit log")).toBeVisible();
    // Nothing was typed: Enter chooses nothing.
    await expect(palette(page).getByRole("option", { selected: true })).toHaveCount(0);
    await page.keyboard.press("Enter");
    await expect(line(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(palette(page)).toHaveCount(0);
    await expect(link).toBeFocused();
  }
  await openByKey(page);
  await line(page).fill(companyName);
  await expect(option(page, companyName).first()).toContainText(tenantName);
  await expect(option(page, companyName).first()).toHaveAttribute("aria-selected", "true");
  await expect(palette(page).getByRole("status")).toHaveText("2 results");
  await page.keyboard.press("ArrowDown");
  await expect(line(page)).toHaveAttribute("aria-activedescendant", /-1$/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/companies/${companyId}\\?provider=qbo$`));
  await expect(palette(page)).toHaveCount(0);
  await page.context().close();
});

test("Enter that was pressed before the answer came opens what was typed", async ({ browser, world }) => {
  const { companyName, companyId } = await world.company("Quick");
  const page = await pageOf(browser, "finance");
  await page.goto("/health");
  await openByKey(page);
  await expect(option(page, "Overview")).toBeVisible();
  await page.keyboard.insertText(companyName);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/companies/${companyId}$`));
  await page.context().close();
});

test("an admin reconnects from the palette, and a row's id opens the row", async ({ browser, world }) => {
  const { companyName, companyId } = await world.connectedToQuickBooks("Palette");
  const page = await pageOf(browser, "admin");
  await page.goto("/settings");
  await page.getByRole("link", { name: /^Search/ }).click();
  await line(page).fill(`reconnect ${companyName}`);
  await option(page, `Reconnect ${companyName}`).click();
  await onConsentPage(page, "qbo");

  const [row] = await world.database.query<{ id: string }>(
    `SELECT id FROM "AuditLog" WHERE "companyId" = $1 ORDER BY "timestamp" DESC LIMIT 1`,
    [companyId],
  );
  await page.goto("/");
  await openByKey(page);
  await line(page).fill(row?.id ?? "");
  await option(page, /Audit row$/).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("row") === row?.id);
  await page.context().close();
});

test("without scripts the link leads to a page that finds the same", async ({ browser, world }) => {
  const { companyName, companyId } = await world.connectedToXero("Palette");
  for (const role of ["admin", "finance"] as const) {
    const page = await pageOf(browser, role, { javaScriptEnabled: false });
    await page.goto("/health");
    await page.getByRole("link", { name: "Search", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Screens" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "Audit log" })).toHaveCount(
      role === "admin" ? 1 : 0,
    );
    await page.getByRole("searchbox", { name: "Search" }).fill(companyName);
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("main").getByRole("link", { name: companyName, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/companies/${companyId}\\?provider=xero$`));
    if (role === "admin") {
      await page.goto(`/search?${new URLSearchParams({ q: `reconnect ${companyName}` })}`);
      await page.getByRole("main").getByRole("button", { name: "Reconnect" }).click();
      await onConsentPage(page, "xero");
    }
    await page.context().close();
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the palette is sound in the ${colorScheme} theme`, async ({ browser }) => {
    const page = await pageOf(browser, "admin", { colorScheme });
    await page.goto("/");
    await openByKey(page);
    await expect(option(page, "Overview")).toBeVisible();
    await expectSound(page, "palette");
    await line(page).fill("gallery w");
    await expect(option(page, /Gallery Working/).first()).toBeVisible();
    await expectSound(page, "palette with companies");
    await line(page).fill("no such thing anywhere");
    await expect(palette(page).getByRole("status")).toHaveText("Nothing found for “no such thing anywhere”");
    await expectSound(page, "palette with nothing");
    await page.context().close();
  });
}
