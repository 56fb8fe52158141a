import type { Page } from "@playwright/test";
import { dataRows, pageOf } from "./audit-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";

const LAPTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const LISTS = ["/connections", "/health"] as const;

const heights = (page: Page, selector = ".data-row") =>
  page.locator(selector).evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));

async function chooseRows(page: Page, name: "Comfortable rows" | "Compact rows"): Promise<void> {
  const main = page.getByRole("main");
  await main.locator("summary", { hasText: "Display" }).click();
  await main.getByRole("button", { name }).click();
}

test("rows have two lines, and heads that stick say once what a status means", async ({ browser }) => {
  const page = await pageOf(browser, "admin", { viewport: LAPTOP });
  for (const path of LISTS) {
    await page.goto(path);
    await expect(page.getByRole("table")).toBeVisible();
    expect(Math.max(...(await heights(page))), path).toBeLessThanOrEqual(56);
  }
  await page.goto("/connections");
  const group = page.getByRole("rowgroup", { name: /^Needs reconnecting \d+ Data has stopped\./ });
  await expect(group.getByRole("row").filter({ hasText: "Gallery Needs Reconnecting" })).toHaveCount(1);
  await expect(group.getByRole("row").filter({ hasText: "Gallery Working" })).toHaveCount(0);
  await page.getByRole("link", { name: "Gallery Working" }).scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  const head = await page.locator(".data-list thead th").first().boundingBox();
  expect(head?.y).toBe(0);
  // Another order has no groups.
  await page.getByRole("link", { name: "Company", exact: true }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("sort") === "company");
  await expect(page.locator(".data-group-head")).toHaveCount(0);
  await page.context().close();
});

test("a row's sentence is its link's description, and in roomy rows to be seen", async ({ browser }) => {
  const page = await pageOf(browser, "support", { viewport: LAPTOP, javaScriptEnabled: false });
  await page.goto("/connections?search=Gallery+Needs");
  const link = dataRows(page).first().getByRole("link");
  await expect(link).toHaveAccessibleDescription(/A QuickBooks admin must reconnect\.$/);
  const sentence = page.getByText("A QuickBooks admin must reconnect.");
  await expect(sentence).toBeHidden();
  const [before = 0] = await heights(page);
  await chooseRows(page, "Comfortable rows");
  await expect(sentence).toBeVisible();
  expect((await heights(page))[0]).toBeGreaterThan(before);
  // The choice holds for every table.
  await page.goto("/health");
  await expect(page.locator('[data-density="comfortable"] .data-table')).toBeVisible();
  await page.goto("/connections");
  await chooseRows(page, "Compact rows");
  await expect(page.locator('[data-density="compact"] .data-table')).toBeVisible();
  await page.context().close();
});

test("both lists find a connection by what is typed of a name or an id, without scripts too", async ({
  browser,
  world,
}) => {
  const { companyName, companyId, connectionId, tenantId, tenantName } =
    await world.connectedToQuickBooks("Typed");
  for (const javaScriptEnabled of [true, false]) {
    const page = await pageOf(browser, "support", { viewport: LAPTOP, javaScriptEnabled });
    for (const path of LISTS) {
      await page.goto(path);
      for (const typed of [
        companyName.slice(0, -1),
        tenantName,
        companyId.slice(0, 22),
        connectionId.slice(0, 22),
        tenantId,
      ]) {
        await page.getByLabel("Search", { exact: true }).fill(typed);
        if (!javaScriptEnabled) await page.getByRole("button", { name: "Apply" }).click();
        await expect(page).toHaveURL((url) => url.searchParams.get("search") === typed);
        await expect(dataRows(page).filter({ hasText: companyName })).toHaveCount(1);
        await expect(page.getByText(/^1–\d+ of \d+$/)).toBeVisible();
      }
    }
    await page.context().close();
  }
});

test("Health shows those in trouble alone, in any order, and keeps that in its address", async ({
  browser,
}) => {
  const page = await pageOf(browser, "finance", { viewport: LAPTOP });
  await page.goto("/health?search=Gallery");
  await expect(dataRows(page).filter({ hasText: "Gallery Working" })).toHaveCount(1);
  await page.getByRole("link", { name: "Only trouble" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("trouble") === "90d");
  await expect(dataRows(page).filter({ hasText: "Gallery Working" })).toHaveCount(0);
  await expect(dataRows(page).filter({ hasText: "Gallery Provider Trouble" })).toHaveCount(1);
  await page.getByRole("link", { name: "Company", exact: true }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("sort") === "company");
  expect(new URL(page.url()).searchParams.get("trouble")).toBe("90d");
  await page.goto("/health?trouble=always");
  await expect(page.getByText("“always” isn't a value of “trouble”.")).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.context().close();
});

test("on phones rows are small cards, and search and order wait behind one button", async ({ browser }) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await pageOf(browser, "admin", { viewport: PHONE, javaScriptEnabled });
    for (const path of LISTS) {
      await page.goto(path);
      await expect(page.getByRole("table")).toBeVisible();
      expect(Math.max(...(await heights(page))), path).toBeLessThanOrEqual(96);
      await expect(page.getByLabel("Search", { exact: true })).toBeHidden();
      await page.getByRole("button", { name: "Search and sort" }).click();
      await page.getByLabel("Search", { exact: true }).fill("Gallery Expiring");
      await page.getByRole("button", { name: "Apply" }).click();
      await expect(page).toHaveURL((url) => url.searchParams.get("search") === "Gallery Expiring");
      await expect(dataRows(page)).toHaveCount(1);
    }
    await page.context().close();
  }
});

test("neither the roomy rows nor the open sheet break WCAG 2.2 AA or scroll sideways", async ({
  browser,
}) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await pageOf(browser, "admin", { colorScheme });
    for (const path of LISTS) {
      await page.setViewportSize(LAPTOP);
      await page.goto(path);
      await chooseRows(page, "Comfortable rows");
      await expect(page.locator('[data-density="comfortable"]')).toBeVisible();
      await expectSound(page, `${path}, roomy`);
      await page.setViewportSize(PHONE);
      await page.getByRole("button", { name: "Search and sort" }).click();
      await expectSound(page, `${path}, sheet open`);
    }
    await page.context().close();
  }
});

test("a wide window's table is as wide as 1,600 px", async ({ browser }) => {
  const page = await pageOf(browser, "support", { viewport: { width: 2200, height: 1000 } });
  for (const path of LISTS) {
    await page.goto(path);
    const box = await page.locator(".data-frame").boundingBox();
    expect(box?.width, path).toBeGreaterThan(1_500);
    expect(box?.width, path).toBeLessThanOrEqual(1_600);
  }
  await page.context().close();
});
