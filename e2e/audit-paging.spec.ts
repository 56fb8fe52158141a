import { addRow, dataRows, leaveTrail, pageOf, shownIds } from "./audit-page";
import { expect, test } from "./journey";

const TIED_ROWS = 250;

test("paging back and forth over ties in one millisecond loses and repeats nothing", async ({
  browser,
  world,
}) => {
  const { companyId, ids } = await leaveTrail(world, TIED_ROWS);
  const page = await pageOf(browser, "support");
  await page.goto(`/audit?company=${companyId}`);
  const pages = [await shownIds(page)];
  for (const rows of [100, 51]) {
    await page.getByRole("link", { name: "Older", exact: true }).click();
    await expect(dataRows(page)).toHaveCount(rows);
    await expect.poll(() => shownIds(page)).not.toEqual(pages.at(-1));
    pages.push(await shownIds(page));
  }
  await expect(page.getByRole("link", { name: "Older", exact: true })).toHaveCount(0);
  // The newest row is that of the company's own beginning.
  expect(pages.flat().slice(1)).toEqual(ids.toReversed());
  expect(new Set(pages.flat()).size).toBe(TIED_ROWS + 1);
  for (const expected of [pages[1], pages[0]]) {
    await page.getByRole("link", { name: "Newer", exact: true }).click();
    await expect.poll(() => shownIds(page)).toEqual(expected);
  }
  await page.context().close();
});

test("a watched page says how many rows are new, and moves none of them by itself", async ({
  browser,
  world,
}) => {
  const { companyId, companyName } = await leaveTrail(world, 3);
  const page = await pageOf(browser, "support");
  await page.goto(`/audit?company=${companyId}`);
  await page.getByRole("link", { name: "Watch live" }).click();
  await expect(page.getByText("Live: watching for new rows")).toBeVisible();
  const before = await shownIds(page);
  await addRow(world, companyId, Date.now(), "success");
  await addRow(world, companyId, Date.now(), "success");
  const news = page.getByRole("button", { name: "2 new" });
  await expect(news).toBeVisible({ timeout: 15_000 });
  expect(await shownIds(page)).toEqual(before);
  await news.click();
  await expect(dataRows(page)).toHaveCount(before.length + 2);

  await dataRows(page).first().getByRole("link").click();
  await expect(page.getByRole("dialog")).toContainText(companyName);
  await expect(page.getByText("Live, paused while a row is open")).toBeAttached();
  await page.context().close();
});

test("filters, paging and a row's details work without JavaScript", async ({ browser, world }) => {
  const { companyId, companyName, ids } = await leaveTrail(world, 130);
  const page = await pageOf(browser, "support", { javaScriptEnabled: false });
  await page.goto("/audit");
  await page.getByLabel("Filter", { exact: true }).fill(`company:"${companyName}"`);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?company=${companyId}$`));
  await expect(dataRows(page)).toHaveCount(100);
  await page.getByRole("link", { name: "Older", exact: true }).click();
  await expect(dataRows(page)).toHaveCount(31);
  await dataRows(page).first().getByRole("link").click();
  await expect(page.getByRole("dialog")).toContainText(ids[30] ?? "");
  await page.getByRole("link", { name: "Close" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(dataRows(page)).toHaveCount(31);

  await page.getByLabel("Filter", { exact: true }).fill("colour:red");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Unknown filter “colour”.")).toBeVisible();
  await page.context().close();
});
