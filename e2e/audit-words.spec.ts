import { recordAudit } from "@/lib/audit/record/record";
import { withRequestContext } from "@/lib/request-context";
import { addRow, dataRows, leaveTrail, pageOf, shownIds } from "./audit-page";
import { expect, test } from "./journey";
import type { World } from "./world";

test("a word without a key is a company, a row, a request or a provider's reference", async ({
  browser,
  world,
}) => {
  const { companyId, companyName } = await leaveTrail(world, 4);
  const [request, ref] = [world.unique("req").replace(" ", ""), world.unique("1-tid").replace(" ", "-")];
  const id = await addReferred(world, companyId, request, ref);
  const page = await pageOf(browser, "support");
  await page.goto("/audit");
  const bar = page.getByRole("combobox", { name: "Filter", exact: true });
  for (const [typed, query] of [
    [companyName.toUpperCase(), `company=${companyId}`],
    [id, `id=${id}&since=all`],
    [request, `request=${request}&since=all`],
    [ref, `ref=${ref}&since=all`],
  ] as const) {
    await bar.fill(typed);
    await bar.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/audit\\?${query}$`));
    await expect(bar).toHaveValue("");
    if (!query.startsWith("company")) expect(await shownIds(page)).toEqual([id]);
    await page.goto("/audit");
  }
  await page.context().close();
});

test("a word with two meanings shows them with their rows, and no row until one is chosen", async ({
  browser,
  world,
}) => {
  const { companyId, companyName } = await leaveTrail(world, 3);
  const other = await world.company(`${companyName} Two`);
  const page = await pageOf(browser, "support");
  const start = companyName.slice(0, -1);
  await page.goto(`/audit?q=${encodeURIComponent(start)}`);
  await expect(page.getByText(`Which “${start}” do you mean?`)).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  // The row of the company's own beginning stands beside the three.
  await expect(page.getByRole("link", { name: `Company ${companyName} 4 rows` })).toBeVisible();
  await page.getByRole("link", { name: `Company ${other.companyName} 1 row` }).click();
  await expect(page).toHaveURL(new RegExp(`company=${other.companyId}`));
  await expect(dataRows(page)).toHaveCount(1);

  // The whole name of one is certain, though the other's begins with it.
  await page.goto(`/audit?q=${encodeURIComponent(companyName)}`);
  await expect(page).toHaveURL(new RegExp(`company=${companyId}$`));
  await page.context().close();
});

test("what is excluded, a class of status and a weekday are filters of the page and of the export", async ({
  browser,
  world,
}) => {
  const { companyId, ids } = await leaveTrail(world, 6);
  const failures = ids.filter((_, index) => index % 3 === 0).toReversed();
  const page = await pageOf(browser, "support");
  await page.goto(`/audit?company=${companyId}`);
  const bar = page.getByRole("combobox", { name: "Filter", exact: true });
  const apply = async (typed: string) => {
    await bar.fill(typed);
    await bar.press("Enter");
  };
  await apply("-outcome:success operation:api.call");
  await expect(page.getByRole("list", { name: "Filters that are set" })).toContainText("Outcome not Done");
  await expect.poll(() => shownIds(page)).toEqual(failures);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/csv$/);
  await page.getByRole("link", { name: /Remove the filter Outcome not/ }).click();
  await expect.poll(() => shownIds(page)).toEqual(ids.toReversed());

  await apply("status:4xx");
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  await page.goto(`/audit?company=${companyId}`);
  await apply("status:4xx,5xx");
  await expect.poll(() => shownIds(page)).toEqual(failures);
  await apply("-status:503 since:thursday");
  await expect(page).toHaveURL((url) => {
    const from = new Date(`${url.searchParams.get("from")}T00:00:00Z`);
    return from.getUTCDay() === 4 && Date.now() - from.getTime() < 8 * 86_400_000;
  });
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  const refused = await page.request.get(`/audit/export?-outcome=maybe&format=csv`);
  expect(refused.status()).toBe(400);
  await page.context().close();
});

test("by the keyboard alone: the bar's list, the rows and the rows' details", async ({ browser, world }) => {
  const { companyId, ids } = await leaveTrail(world, 6);
  const page = await pageOf(browser, "support");
  await page.goto(`/audit?company=${companyId}&operation=api.call`);
  const bar = page.getByRole("combobox", { name: "Filter", exact: true });
  const list = page.getByRole("listbox", { name: "Suggestions" });
  // A page just loaded may not listen yet.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(bar).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await expect(bar).toHaveValue("");
  await page.keyboard.type("outc");
  await expect(list.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("option", { selected: true })).toContainText("outcome:");
  await page.keyboard.press("Tab");
  await expect(bar).toHaveValue("outcome:");
  await expect(list.getByRole("option").first()).toContainText("success");
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await expect(bar).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("option")).toHaveCount(3);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(bar).toHaveValue("outcome:failure ");
  await page.keyboard.press("Enter");
  const failures = ids.filter((_, index) => index % 3 === 0).toReversed();
  await expect.poll(() => shownIds(page)).toEqual(failures);
  // What is typed into a field is no command.
  await bar.focus();
  await page.keyboard.type("jk/");
  await expect(bar).toHaveValue("jk/");
  await bar.fill("");
  await bar.blur();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(page.locator("a.row-link").first()).toBeFocused();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await expect(drawer).toContainText(failures[0] ?? "");
  for (const [key, id] of [
    ["j", failures[1]],
    ["ArrowUp", failures[0]],
    ["ArrowDown", failures[1]],
    ["k", failures[0]],
  ] as const) {
    await page.keyboard.press(key);
    await expect(drawer).toContainText(id ?? "");
  }
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await page.context().close();
});

test("what was typed before the scripts arrived stays", async ({ browser }) => {
  const page = await pageOf(browser, "support");
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/audit", { waitUntil: "commit" });
  const bar = page.getByLabel("Filter", { exact: true });
  await bar.fill("outc");
  release();
  await page.waitForLoadState("networkidle");
  // Only a page that listens opens a list.
  await expect(async () => {
    await bar.press("ArrowDown");
    await expect(page.getByRole("listbox").getByRole("option")).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await expect(bar).toHaveValue("outc");
  await page.context().close();
});

test("rows are one line on a screen and a small card on a phone", async ({ browser, world }) => {
  const { companyId } = await leaveTrail(world, 40);
  await addRow(
    world,
    companyId,
    Date.now() - 1_000,
    "failure",
    "A long message of the provider. ".repeat(20),
  );
  const page = await pageOf(browser, "support", { viewport: { width: 1280, height: 800 } });
  await page.goto(`/audit?company=${companyId}`);
  const boxes = () =>
    page
      .locator("tr:has(a.row-link)")
      .evaluateAll((rows) =>
        rows.map((row) => row.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
      );
  const wide = await boxes();
  expect(wide.filter(({ bottom }) => bottom <= 800).length).toBeGreaterThanOrEqual(15);
  for (const { top, bottom } of wide) expect(bottom - top).toBeLessThanOrEqual(36.5);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const { top, bottom } of await boxes()) expect(bottom - top).toBeLessThanOrEqual(72);

  const more = page.locator("summary", { hasText: "More" });
  await more.click();
  const panel = await page.getByLabel("Request id").boundingBox();
  expect(panel?.x).toBeGreaterThanOrEqual(16);
  expect((panel?.x ?? 0) + (panel?.width ?? 0)).toBeLessThanOrEqual(390 - 16);

  // What is said about a filter, and the list of the bar, move nothing.
  await page.setViewportSize({ width: 1280, height: 800 });
  const bar = page.getByRole("combobox", { name: "Filter", exact: true });
  const before = await bar.boundingBox();
  await page.goto(`/audit?company=${companyId}&q=colour:red`);
  expect((await bar.boundingBox())?.y).toBe(before?.y);
  await expect(bar).toHaveAccessibleDescription(/Unknown filter “colour”/);
  await page.context().close();
});

function addReferred(
  world: World,
  companyId: string,
  requestId: string,
  providerRef: string,
): Promise<string> {
  const context = { requestId, ipAddress: "192.0.2.7", userAgent: "a browser" };
  return withRequestContext(context, () =>
    recordAudit(world.database, {
      operation: "api.call",
      outcome: "success",
      by: { kind: "person", id: world.adminId },
      about: { companyId, connectionType: "qbo" },
      via: ["GET", "/v3/company/query"],
      responseStatus: 200,
      providerRef,
      atMs: Date.now() - 20 * 86_400_000,
    }),
  );
}
