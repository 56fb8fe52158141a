import type { Page } from "@playwright/test";
import { pageOf } from "./audit-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";

const ROW_LINKS = "main :is(a.row-link, a[data-list-link])";

/** Which of the lists' links has the focus. */
const focused = (page: Page) =>
  page.locator(ROW_LINKS).evaluateAll((links) => links.indexOf(document.activeElement as HTMLElement));

/** Keys work once the page's scripts run. */
async function untilKeysWork(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("j");
    expect(await focused(page)).toBe(0);
  }).toPass();
}

test("j and k move through the rows of every list, and Enter opens one", async ({ browser }) => {
  const page = await pageOf(browser, "admin");
  for (const path of [
    "/",
    "/connections",
    "/health?search=Gallery",
    "/companies",
    "/audit",
    "/search?q=Gallery",
  ]) {
    await page.goto(path);
    await untilKeysWork(page);
    await page.keyboard.press("j");
    // Beyond the last row is nothing.
    const last = (await page.locator(ROW_LINKS).count()) - 1;
    expect(await focused(page), path).toBe(Math.min(1, last));
    if (last > 0) await page.keyboard.press("k");
    expect(await focused(page), path).toBe(0);
    const href = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href);
    await page.keyboard.press("Enter");
    await expect(page, path).toHaveURL(href);
  }
  await page.context().close();
});

test("a slash leads to the page's search, or to the palette where there is none", async ({ browser }) => {
  const page = await pageOf(browser, "admin");
  await page.goto("/connections");
  await untilKeysWork(page);
  await page.keyboard.press("/");
  const search = page.getByRole("main").getByRole("searchbox", { name: "Search" });
  await expect(search).toBeFocused();
  await page.keyboard.type("j/k?");
  await expect(search).toHaveValue("j/k?");
  await page.goto("/");
  await untilKeysWork(page);
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog", { name: "Search" }).getByRole("combobox")).toBeFocused();
  await page.keyboard.type("j");
  await expect(page.getByRole("dialog", { name: "Search" }).getByRole("combobox")).toHaveValue("j");
  await page.context().close();
});

test("keys do nothing with a modifier or while a dialog is open", async ({ browser }) => {
  const page = await pageOf(browser, "admin");
  await page.goto("/connections");
  await untilKeysWork(page);
  for (const key of ["Control+j", "Alt+j", "Meta+j"]) await page.keyboard.press(key);
  expect(await focused(page)).toBe(0);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("/");
  expect(await focused(page)).toBe(-1);
  await page.context().close();
});

test("a question mark, or the user's menu, lists the keys", async ({ browser }) => {
  const page = await pageOf(browser, "finance");
  await page.goto("/health?search=Gallery");
  await untilKeysWork(page);
  const keys = page.getByRole("dialog", { name: "Keys" });
  await page.keyboard.press("?");
  await expect(keys).toBeVisible();
  await expectSound(page, "keys");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  // The focus is back in the row.
  expect(await focused(page)).toBe(0);
  await page.getByText("Finance", { exact: true }).click();
  await page.getByRole("button", { name: "Keys" }).click();
  await expect(keys).toBeVisible();
  await keys.getByRole("button", { name: "Close" }).click();
  await expect(keys).toBeHidden();
  await page.context().close();
});
