import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { people } from "@/dev/demo/people";
import { systemClock } from "@/lib/clock";
import type { ErrorCode } from "@/lib/errors";
import { checkConnection } from "@/lib/health/observe/check";
import { recordHealth } from "@/lib/health/observe/record";
import { actAs } from "@/lib/request-context";
import { expect, test } from "./journey";
import { expectSound } from "./sound";
import { type RoleName, sessionOf, stackHandle } from "./stack-handle";
import type { ConnectedCompany, World } from "./world";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A4 and the margins of the print stylesheet, in CSS pixels. */
const MARGINS = Math.ceil(((2 * 12) / 25.4) * 96);
const A4_WIDTH = Math.floor((210 / 25.4) * 96) - MARGINS;

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const midnight = (daysAgo: number) => Math.floor(Date.now() / DAY_MS) * DAY_MS - daysAgo * DAY_MS;

test("finance goes from the verdict to the worst company, its reason, and the month's file", async ({
  browser,
  world,
}) => {
  const company = await broken(world, "AAA Finance");
  const page = await pageOf(browser, "finance");
  await page.goto("/");
  await page.getByRole("link", { name: "Health", exact: true }).click();
  const main = page.getByRole("main");
  await expect(main).toContainText(
    /Today's numbers can be trusted for \d+ of \d+ companies; \d+ needs? reconnecting/,
  );
  await expect(main).toContainText("Next step for AAA Finance");
  await page.getByRole("link", { name: company.companyName }).click();
  await expect(page.getByRole("heading", { level: 1, name: company.companyName })).toBeVisible();

  const why = page.getByRole("region", { name: "Why did this break?" });
  await expect(why).toContainText("QuickBooks Online ended the access.");
  await expect(why).toContainText("A QuickBooks admin must reconnect.");
  const reference = await referenceOf(world, company);
  await expect(why).toContainText(reference);
  await why.getByText("Text for a ticket").click();
  await expect(why.locator("pre")).toContainText(`Provider's reference (intuit_tid): ${reference}`);
  await expect(why.locator("pre")).toContainText(company.connectionId);
  await expect(page.locator('a[href^="/connections"], a[href^="/audit"]')).toHaveCount(0);

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Health" }).click();
  const month = isoDay(Date.now()).slice(0, 7);
  await page.getByLabel("Month-end").selectOption(month);
  await page.getByRole("button", { name: "Open month" }).click();
  await expect(page.getByText("The month is still running.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sign off/ })).toHaveCount(0);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(
    new RegExp(`^health-${month}(-until-\\d{4}-\\d\\d-\\d\\d)?\\.csv$`),
  );
  const lines = parse(readFileSync(await download.path()), { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  const line = lines.find((each) => each["Company id"] === company.companyId);
  expect(line).toMatchObject({
    Company: company.companyName,
    Provider: "QuickBooks Online",
    Organisation: company.tenantName,
    Month: month,
    "Status at the end": "Needs reconnecting",
    "Days connected": "1",
    "Days interrupted": "1",
    "Interruptions by the customer": "1",
    "Interruptions by the provider": "0",
    "Interruptions by us": "0",
    "Its cause": "QuickBooks Online ended the access",
  });
  await page.context().close();
});

test("finance signs last month off in three actions, by name, and support can't", async ({
  browser,
  world,
}) => {
  await world.connectedToQuickBooks("Signed off");
  const page = await pageOf(browser, "finance");
  await page.goto("/");
  await page.getByRole("link", { name: "Health" }).click();
  await page.getByRole("button", { name: "Open month" }).click();
  await page.getByRole("button", { name: `Sign off as ${people.finance.name}` }).click();
  const totals = page.getByRole("region", { name: "Totals" });
  await expect(totals).toContainText(`By ${people.finance.name}`);
  await expect(page.getByRole("button", { name: /^Sign off/ })).toHaveCount(0);
  const rows = await world.database.query(
    `SELECT 1 FROM "AuditLog" WHERE operation = 'month.sign_off' AND outcome = 'success'`,
  );
  expect(rows).toHaveLength(1);
  const support = await pageOf(browser, "support");
  await support.goto("/health/month-end?month=2020-01");
  await expect(support.getByRole("heading", { level: 1 })).toHaveText("Month-end, January 2020");
  await expect(support.getByRole("button", { name: /^Sign off/ })).toHaveCount(0);
  await page.context().close();
  await support.context().close();
});

test("a connection that works again says when it last broke and what ended it", async ({
  browser,
  world,
}) => {
  const company = await world.connectedToQuickBooks("Mended");
  const fault = { provider: "qbo", endpoint: "api", tenantId: company.tenantId, times: 1 } as const;
  await world.simulator.addFault({ ...fault, effect: { kind: "status", status: 503 } });
  expect((await check(world, company)).error?.code).toBe("provider_unavailable");
  expect((await check(world, company)).error).toBeNull();
  const page = await pageOf(browser, "support");
  await page.goto(`/companies/${company.companyId}`);
  await page.getByRole("link", { name: "Timeline", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === `/companies/${company.companyId}/timeline`);
  const why = page.getByRole("region", { name: "Why did this break last time?" });
  await expect(why).toContainText("QuickBooks Online did not answer as it should.");
  await expect(why).toContainText(/Ended by\s*Check/);
  await expect(why).toContainText("The provider");
  await page.getByRole("link", { name: "Status", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === `/companies/${company.companyId}`);
  await expect(page.getByRole("region", { name: "Why did this break" })).toHaveCount(0);
  await page.context().close();
});

test("each change of the timeline has an address, and leads to its audit rows", async ({
  browser,
  world,
}) => {
  const company = await broken(world, "Timeline");
  const page = await pageOf(browser, "support");
  await page.goto(`/companies/${company.companyId}/timeline`);
  const timeline = page.getByRole("region", { name: "QuickBooks Online timeline" });
  await expect(timeline.getByRole("listitem")).toHaveCount(2);
  await timeline
    .getByRole("link", { name: /^since/ })
    .first()
    .click();
  await expect(page).toHaveURL((url) => url.hash === `#event-${url.searchParams.get("event")}`);
  await expect(page.locator(":target")).toContainText("Needs reconnecting");
  await page.locator(":target").getByRole("link", { name: "Audit rows of this moment" }).click();
  await expect(page.getByRole("table")).toContainText("Status change");
  await page.context().close();
});

test.describe("with a past that is known", () => {
  let company: ConnectedCompany;
  test.beforeAll(async ({ world }) => {
    company = await lived(world, "AAA Past");
  });

  test("“was it connected on that day?” is answered with times and causes, also without scripts", async ({
    browser,
  }) => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await pageOf(browser, "finance", { javaScriptEnabled });
      await page.goto("/health");
      const answer = async (daysAgo: number) => {
        await page.getByLabel("Was it connected on").fill(isoDay(midnight(daysAgo)));
        await page.getByRole("button", { name: "Show that day" }).click();
        await expect(page).toHaveURL((url) => url.searchParams.get("on") === isoDay(midnight(daysAgo)));
        return page.getByRole("row").filter({ hasText: company.companyName });
      };
      await expect(await answer(31)).toContainText("00:00 to 08:00 is not on record; 08:00 to 24:00 worked.");
      await expect(await answer(30)).toContainText("Yes, all day.");
      await expect(await answer(20)).toContainText(
        "00:00 to 09:30 worked; 09:30 to 24:00 needed reconnecting (QuickBooks Online ended the access).",
      );
      await expect(await answer(19)).toContainText("No, it needed reconnecting, all day");
      await expect(await answer(18)).toContainText("00:00 to 15:00 needed reconnecting");
      await expect(await answer(10)).toContainText("10:00 to 10:45 was connected, without good answers");
      await expect(page.getByRole("main")).toContainText(/of \d+ connections? worked all day/);
      await page.getByRole("link", { name: "Day after" }).click();
      await expect(page).toHaveURL((url) => url.searchParams.get("on") === isoDay(midnight(9)));
      await page.context().close();
    }
  });

  test("a day that has not begun is refused in words", async ({ browser }) => {
    const page = await pageOf(browser, "finance");
    await page.goto("/health?on=2199-01-01");
    await expect(page.getByRole("main")).toContainText("That day is in the future.");
    await page.context().close();
  });

  test("the arrow keys move through the days and tell each", async ({ browser }) => {
    const page = await pageOf(browser, "finance");
    await page.goto(`/companies/${company.companyId}/timeline`);
    const bars = page.getByRole("slider", { name: /the last 90 days/ });
    await bars.focus();
    await expect(bars).toHaveAttribute("aria-valuenow", "89");
    for (let step = 0; step < 20; step++) await page.keyboard.press("ArrowLeft");
    await expect(bars).toHaveAttribute("aria-valuenow", "69");
    const words = /: Needs reconnecting from 09:30 UTC: QuickBooks Online ended the access$/;
    await expect(bars).toHaveAttribute("aria-valuetext", words);
    await page.keyboard.press("Home");
    await expect(bars).toHaveAttribute("aria-valuetext", /: No record$/);
    await page.keyboard.press("End");
    for (let step = 0; step < 10; step++) await page.keyboard.press("ArrowDown");
    await expect(bars).toHaveAttribute("aria-valuetext", /: Provider trouble from 10:00 UTC until 10:45 UTC/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL((url) => url.searchParams.get("on") === isoDay(midnight(10)));
    await page.context().close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`no state of these pages breaks WCAG 2.2 AA or scrolls sideways in the ${colorScheme} theme`, async ({
      browser,
    }) => {
      const page = await pageOf(browser, "admin", { colorScheme });
      await page.goto(`/companies/${company.companyId}/timeline`);
      await page.getByRole("slider").focus();
      for (const summary of ["The days as a table", "Text for a ticket"])
        await page.getByText(summary).click();
      await expectSound(page, "a connection's health, all open");
      await page.goto(`/health?on=${isoDay(midnight(20))}`);
      await expectSound(page, "a day of trouble");
      await page.context().close();
    });
  }

  test("no column is cut on A4", async ({ browser }) => {
    const page = await pageOf(browser, "finance", { viewport: { width: A4_WIDTH, height: 1_000 } });
    await page.emulateMedia({ media: "print" });
    for (const path of [
      "/health",
      `/health?on=${isoDay(midnight(20))}`,
      `/companies/${company.companyId}/timeline`,
    ]) {
      await page.goto(path);
      // Browsers choose a layout by the paper's width and lay it out between the margins.
      for (const width of [A4_WIDTH, A4_WIDTH + MARGINS]) {
        await page.setViewportSize({ width, height: 1_000 });
        await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
        const cells = page.locator("main :is(th, td, svg, p, h1, h2, li):visible");
        const edges = await cells.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right));
        expect(edges.length).toBeGreaterThan(10);
        expect(Math.max(...edges), path).toBeLessThanOrEqual(width);
        expect(Math.max(...edges), path).toBeGreaterThan(width * 0.9);
      }
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    }
    await page.context().close();
  });
});

test("the calendar lists what ends and says what is left out", async ({ browser }) => {
  const page = await pageOf(browser, "finance");
  await page.goto("/");
  await page.getByRole("link", { name: /Expiring in 30 days/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Reconnect deadlines" })).toBeVisible();
  const expiring = page.getByRole("listitem").filter({ hasText: "Gallery Expiring Soon" }).last();
  await expect(expiring).toContainText("the final date; only a new consent helps");
  await expect(page.getByRole("main")).toContainText(/renewed automatically/);
  await expect(page.getByText("Gallery Working")).toHaveCount(0);
  await page.getByRole("link", { name: "Next 90 days" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("days") === "90");
  await page.context().close();
});

test("Health leads to the providers' incidents at any time, and says which day it can't show", async ({
  browser,
}) => {
  const page = await pageOf(browser, "finance");
  await page.goto("/health?on=2031-01-01");
  const main = page.getByRole("main");
  await expect(main).toContainText("“2031-01-01” can't be shown");
  await expect(main).toContainText("That day is in the future. See how things are now.");
  await page.goto("/health?on=31.3.2026");
  await expect(main).toContainText("Write the day as 2026-03-31.");
  await page.getByRole("link", { name: /^Incidents in 90 days: [1-9]/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Provider incidents" })).toBeVisible();
  await page.context().close();
});

test("paper says as of when, by whom and from where, and no time that grows older", async ({ browser }) => {
  const page = await pageOf(browser, "finance");
  const { companies } = stackHandle().gallery;
  const timeline = `/companies/${companies.working}/timeline`;
  await page.goto("/health");
  await page.getByRole("link", { name: "Gallery Working" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Gallery Working" })).toBeVisible();
  for (const path of [timeline, "/health", "/health?on=2026-01-31", "/health/incidents"]) {
    if (new URL(page.url()).pathname !== path) await page.goto(path);
    await page.emulateMedia({ media: "print" });
    const sheet = await page.getByRole("main").innerText();
    expect(sheet, path).toMatch(/Countersign, as of \d+ \w{3} \d{4} \d\d:\d\d UTC, by Grace Okafor\./);
    expect(sheet, path).toContain(`${stackHandle().appUrl}${path}`);
    expect(sheet, path).not.toMatch(/\d (min|h|days?) ago|just now/);
    await page.emulateMedia({ media: "screen" });
    await expect(page.getByText("Countersign, as of")).toBeHidden();
  }
  await page.context().close();
});

function check(world: World, { companyId }: ConnectedCompany) {
  const deps = { database: world.database, tokenService: world.service, clock: systemClock };
  const actor = { kind: "person", id: world.adminId } as const;
  return actAs(actor, () => checkConnection(deps, { companyId, connectionType: "qbo" }));
}

/** Connected, ended by the customer at the provider, and found so by a check. */
async function broken(world: World, words: string): Promise<ConnectedCompany> {
  const company = await world.connectedToQuickBooks(words);
  await world.simulator.revokeGrant({ provider: "qbo", realmId: company.tenantId });
  expect((await check(world, company)).error?.code).toBe("reconnect_required");
  return company;
}

async function referenceOf(world: World, { companyId }: ConnectedCompany): Promise<string> {
  const [row] = await world.database.query<{ providerRef: string }>(
    `SELECT "providerRef" FROM "ConnectionHealth" WHERE "companyId" = $1`,
    [companyId],
  );
  expect(row?.providerRef).toBeTruthy();
  return row?.providerRef ?? "";
}

/** A company whose health was observed over a month, by the product's own verb at the times it is told. */
async function lived(world: World, words: string): Promise<ConnectedCompany> {
  const company = await world.connectedToQuickBooks(words);
  const { companyId } = company;
  await world.database.query('DELETE FROM "HealthInterval" WHERE "companyId" = $1', [companyId]);
  await world.database.query('DELETE FROM "ConnectionHealth" WHERE "companyId" = $1', [companyId]);
  const past: [daysAgo: number, hour: number, cause: ErrorCode | null][] = [
    [31, 8, null],
    [20, 9.5, "reconnect_required"],
    [18, 15, null],
    [10, 10, "provider_unavailable"],
    [10, 10.75, null],
  ];
  for (const [daysAgo, hour, cause] of past) {
    const atMs = midnight(daysAgo) + hour * HOUR_MS;
    const message = cause && "It was told so then.";
    const observation = { companyId, connectionType: "qbo", cause, message, source: "check", atMs } as const;
    await world.database.transaction((tx) => recordHealth(tx, observation));
  }
  return company;
}

async function pageOf(browser: Browser, role: RoleName, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    storageState: sessionOf(role),
    baseURL: stackHandle().appUrl,
    ...options,
  });
  return context.newPage();
}
