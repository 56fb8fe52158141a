import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { addRow } from "./audit-page";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { expectSound } from "./sound";
import { stackHandle } from "./stack-handle";
import type { World } from "./world";

async function adminOf(
  { browser, world }: { browser: Browser; world: World },
  options: BrowserContextOptions = {},
): Promise<Page> {
  const { email, password } = await world.user("admin");
  const context = await browser.newContext({ baseURL: stackHandle().appUrl, ...options });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, email, password);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

const openUserMenu = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).locator("summary").click();

/** Complaints of React, which a text that the browser renders otherwise than the server brings about. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(error.message));
  return heard;
}

test("a person in Auckland reads Auckland's times on every page, and filters by days of UTC", async ({
  browser,
  world,
}) => {
  const { companyId } = await world.company("Zoned");
  // Clocks in Auckland were put back at 14:00 UTC.
  for (const at of ["2026-04-04T13:30:00Z", "2026-04-04T14:30:00Z", "2026-04-04T10:59:59Z"])
    await addRow(world, companyId, Date.parse(at), "success");
  const page = await adminOf({ browser, world }, { timezoneId: "Pacific/Auckland" });
  const heard = complaints(page);
  const rows = `/audit?company=${companyId}&from=2026-04-04&to=2026-04-04`;
  await page.goto(rows);
  await expect(page.getByRole("columnheader", { name: "UTC", exact: true })).toBeVisible();
  await expect(page.getByText("Saturday 4 April 2026", { exact: true })).toBeVisible();
  await openUserMenu(page);
  await page.getByRole("button", { name: "Local (Pacific/Auckland)" }).click();
  await expect(page.getByText("times in Pacific/Auckland.")).toBeVisible();
  await expect(page.getByText("Days in filters are UTC")).toBeVisible();
  const table = page.getByRole("table");
  await expect(table).toContainText("Sunday 5 April 2026, GMT+12");
  await expect(table).toContainText("Sunday 5 April 2026, GMT+13");
  await expect(table).toContainText("Saturday 4 April 2026, GMT+13");
  await expect(table.locator("a.row-link")).toHaveText(["02:30:00", "02:30:00", "23:59:59"]);
  await table.locator("a.row-link").first().click();
  await expect(page.getByRole("dialog")).toContainText("2026-04-05 02:30:00.000 GMT+12");
  // Somebody else, who reads UTC, is shown the same rows for the same address.
  const other = await adminOf({ browser, world });
  await other.goto(rows);
  await expect(other.getByRole("table").locator("a.row-link")).toHaveText([
    "14:30:00",
    "13:30:00",
    "10:59:59",
  ]);
  await other.context().close();

  const { gallery } = stackHandle();
  for (const path of [
    `/companies/${gallery.companies.needsReconnecting}`,
    `/companies/${gallery.company}/timeline`,
    `/companies/${gallery.company}/audit`,
    "/health/incidents",
    "/settings/alerts",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("main").locator("time").first()).toBeAttached();
    await page.waitForLoadState("load");
    const times = await page.getByRole("main").locator("time").allTextContents();
    expect
      .soft(
        times.filter((words) => /\d\d:\d\d UTC/.test(words)),
        path,
      )
      .toEqual([]);
  }
  await page.goto("/health");
  await expect(page.getByText("Days are in UTC, times in Pacific/Auckland.")).toBeVisible();
  await page.goto("/health/month-end");
  await expect(page.getByText(/Counted until/).locator("..")).toContainText("00:00 UTC");
  await page.goto("/health/calendar?days=90");
  await expectSound(page, page.url());
  expect(heard.filter((words) => !words.includes("favicon"))).toEqual([]);
  await page.context().close();
});

test("without scripts any zone is chosen on a page of its own, and UTC again in the menu", async ({
  browser,
  world,
}) => {
  const page = await adminOf({ browser, world }, { javaScriptEnabled: false });
  await openUserMenu(page);
  await page.getByRole("link", { name: "Time zone…" }).click();
  await expect(page.getByText("You read times in UTC.")).toBeVisible();
  await page.getByLabel("Time zone", { exact: true }).selectOption("America/New_York");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/You read times in America\/New York\. Now: .* (?:EST|EDT)\./)).toBeVisible();
  await page.goto(`/companies/${stackHandle().gallery.company}/timeline`);
  await expect(page.getByRole("main").locator("time").first()).toHaveText(/ E[SD]T$/);
  await openUserMenu(page);
  await expect(page.getByRole("button", { name: "America/New York" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.getByRole("button", { name: "UTC", exact: true }).click();
  await expect(page.getByRole("main").locator("time").first()).toHaveText(/ UTC$/);
  await page.context().close();
});

test("a zone that is none changes nothing", async ({ browser, world }) => {
  const page = await adminOf({ browser, world });
  await page.goto("/profile/time-zone");
  await page.getByLabel("Time zone", { exact: true }).evaluate((select) => {
    for (const option of (select as HTMLSelectElement).options) option.value = "Mars/Base";
  });
  await page.getByRole("button", { name: "Save" }).click();
  await page.reload();
  await expect(page.getByText("You read times in UTC.")).toBeVisible();
  await page.context().close();
});
