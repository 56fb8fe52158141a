import type { Page } from "@playwright/test";
import { pageOf } from "./audit-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";

const LAPTOP = { width: 1280, height: 800 };

const display = (page: Page) =>
  page.getByRole("main").locator("details", { has: page.getByText("Display", { exact: true }) });
const heads = (page: Page) => page.getByRole("table").getByRole("columnheader").allTextContents();
const rowHeights = (page: Page, selector: string) =>
  page
    .locator(selector)
    .evaluateAll((rows) => [...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height)))]);

async function choose(page: Page, ...changes: [label: string, shown: boolean][]): Promise<void> {
  await display(page).locator("summary").click();
  for (const [label, shown] of changes)
    await display(page).getByLabel(label, { exact: true }).setChecked(shown);
  await display(page).getByRole("button", { name: "Apply" }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`each list shows the columns that were chosen for it, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    browser,
  }) => {
    const page = await pageOf(browser, "admin", { viewport: LAPTOP, javaScriptEnabled });
    await page.goto("/connections");
    const all = await heads(page);
    const before = await rowHeights(page, ".data-row");
    await choose(page, ["Deadline", false], ["90 days", false]);
    await expect(page.getByRole("columnheader", { name: "Deadline" })).toHaveCount(0);
    expect(await heads(page)).toEqual(all.filter((head) => !["Deadline", "90 days"].includes(head)));
    expect(await rowHeights(page, ".data-row")).toEqual(before);
    await expect(display(page).locator("summary")).toContainText("2 hidden");
    if (javaScriptEnabled) await expectSound(page, page.url());

    await page.goto("/health");
    await expect(page.getByRole("columnheader", { name: "Reconnect by" })).toBeVisible();
    await choose(page, ["Trouble", false], ["Last read", false], ["Status", false]);
    await expect(page.getByRole("columnheader", { name: "Status" })).toHaveCount(0);
    if (javaScriptEnabled) await expectSound(page, page.url());

    await page.goto("/audit?since=all");
    const rows = await rowHeights(page, ".audit-row");
    await choose(page, ["Who", false], ["Took", false], ["Request", false]);
    await expect(page.getByRole("columnheader", { name: "Who" })).toHaveCount(0);
    expect(await heads(page)).toEqual(["UTC", "What", "Company", "Outcome"]);
    expect(await rowHeights(page, ".audit-row")).toEqual(rows);
    await expect(page.getByRole("link", { name: "Whole request" })).toHaveCount(0);
    await display(page).locator("summary").click();
    await expect(display(page)).toContainText("Exports always have all columns.");
    await expect(page.getByRole("link", { name: "Export CSV" })).toHaveAccessibleDescription(
      "All columns, whichever are shown",
    );
    const file = await page.request.get("/audit/export?format=csv&since=1h");
    expect((await file.text()).split("\n")[0]?.split(",").length).toBeGreaterThan(10);

    await page.goto("/connections");
    await choose(page, ["Deadline", true], ["90 days", true]);
    await expect(page.getByRole("columnheader", { name: "Deadline" })).toHaveCount(1);
    expect(await heads(page)).toEqual(all);
    await page.context().close();
  });
}

test("a cookie of another version hides nothing that it can't name", async ({ browser }) => {
  const page = await pageOf(browser, "admin", { viewport: LAPTOP });
  await page.goto("/connections");
  const all = await heads(page);
  const { hostname } = new URL(page.url());
  const value = `company.action.colour.${"x".repeat(500)}`;
  await page.context().addCookies([{ name: "columns_connections", value, domain: hostname, path: "/" }]);
  await page.reload();
  expect(await heads(page)).toEqual(all);
  await page.context().close();
});

test("a phone's cards have no such choice", async ({ browser }) => {
  const page = await pageOf(browser, "admin", { viewport: { width: 390, height: 844 } });
  await page.goto("/connections");
  await expect(display(page)).toBeHidden();
  await page.context().close();
});
