import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { recordAudit } from "@/lib/audit/record";
import { expect, test } from "./journey";
import { expectSound } from "./sound";
import { type RoleName, sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

const MINUTE_MS = 60_000;
const TIED_ROWS = 250;

/** One company's rows, some of them failures, many of them in one millisecond. */
interface Trail {
  companyId: string;
  companyName: string;
  /** Oldest first. */
  ids: string[];
}

test("three filters combined find the rows, and their address opens the same for another login", async ({
  browser,
  world,
}) => {
  const { companyId, companyName, ids } = await leaveTrail(world, 30);
  const page = await pageOf(browser, "admin");
  await page.goto("/audit");
  await page.getByLabel("Filter", { exact: true }).fill(`company:"${companyName}" outcome:failure`);
  await page.getByLabel("Filter", { exact: true }).press("Enter");
  await expect(page.getByRole("list", { name: "Filters that are set" })).toContainText(companyName);
  await page.getByLabel("Provider").selectOption("qbo");
  const filters = { company: companyId, provider: "qbo", outcome: "failure" };
  for (const [key, value] of Object.entries(filters)) {
    await expect(page).toHaveURL((url) => url.searchParams.get(key) === value);
  }
  const failures = ids.filter((_, index) => index % 3 === 0);
  await expect(dataRows(page)).toHaveCount(failures.length);

  await dataRows(page).nth(1).getByRole("link").click();
  const drawer = page.getByRole("dialog", { name: "API call" });
  await expect(drawer).toContainText(failures.at(-2) ?? "");
  await expect(drawer).toContainText("The provider did not answer");
  const address = page.url();

  const other = await pageOf(browser, "support");
  await other.goto(address);
  await expect(other.getByRole("dialog", { name: "API call" })).toContainText(failures.at(-2) ?? "");
  await other.keyboard.press("Escape");
  await expect(other.getByRole("dialog")).toHaveCount(0);
  expect(await shownIds(other)).toEqual(failures.toReversed());
  await page.context().close();
  await other.context().close();
});

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

test("with the keyboard alone a row is found, read, left and its value filtered by", async ({
  browser,
  world,
}) => {
  const { companyName, ids } = await leaveTrail(world, 6);
  const page = await pageOf(browser, "support");
  await page.goto("/audit");
  await page.getByLabel("Filter", { exact: true }).focus();
  await page.keyboard.type(`company:"${companyName}" operation:api.call`);
  await page.keyboard.press("Enter");
  await expect(dataRows(page)).toHaveCount(ids.length);
  await tabTo(page, "a.row-link");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await expect(drawer).toContainText(ids.at(-1) ?? "");
  await tabTo(page, 'a[aria-label="Older row"]');
  await page.keyboard.press("Enter");
  await expect(drawer).toContainText(ids.at(-2) ?? "");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The focus is back at the row that was read last.
  await expect(dataRows(page).nth(1).getByRole("link")).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(drawer).toBeVisible();
  await tabTo(page, 'a[title="Only rows with this: outcome"]');
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/outcome=success/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
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
  await expect(page.getByText("“colour” is no key.")).toBeVisible();
  await page.context().close();
});

test("nothing matching, nothing kept from then, and no such row are told apart", async ({ browser }) => {
  const page = await pageOf(browser, "support");
  await page.goto("/audit?method=DELETE&outcome=refused");
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  await page.goto("/audit?from=2001-01-01&to=2001-12-31");
  await expect(page.getByText("Before what is kept")).toBeVisible();
  await page.goto("/audit?row=unknown");
  await expect(page.getByRole("dialog", { name: "This row isn't here" })).toBeVisible();
  await page.context().close();
});

test("a connection's page and the audit log lead to each other", async ({ browser, world }) => {
  const { connectionId, companyId } = await world.connectedToQuickBooks("Audited");
  const page = await pageOf(browser, "support");
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("link", { name: "All of them in the audit log" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?company=${companyId}&provider=qbo&since=all$`));
  await dataRows(page).first().getByRole("link").click();
  await page.getByRole("dialog").getByRole("link", { name: "The connection" }).click();
  await expect(page).toHaveURL(new RegExp(`/connections/${connectionId}$`));
  await page.context().close();
});

test("no address of the audit log is answered with an error of ours", async ({ browser, world }) => {
  const { companyId } = await leaveTrail(world, 3);
  const page = await pageOf(browser, "support");
  const odd = [
    "\u0000",
    "'; DROP TABLE",
    "%",
    "🦊".repeat(50),
    "x".repeat(3_000),
    "0_",
    "9".repeat(30),
    "[]",
    "since:",
  ];
  const keys = [
    "company",
    "actor",
    "status",
    "since",
    "from",
    "to",
    "after",
    "before",
    "row",
    "q",
    "request",
    "id",
  ];
  for (const key of keys) {
    for (const value of odd) {
      const answer = await page.request.get(
        `/audit?${new URLSearchParams({ company: companyId, [key]: value })}`,
      );
      expect.soft(answer.status(), `${key}=${value.slice(0, 20)}`).toBeLessThan(500);
    }
  }
  for (const path of [
    "/audit/news?place=x",
    "/audit/news?place=1_a&company=%00",
    "/audit/suggest?key=x&text=%25%00",
  ]) {
    expect.soft((await page.request.get(path)).status(), path).toBe(200);
  }
  await page.context().close();
});

for (const theme of ["light", "dark"] as const) {
  test(`no state of the audit log breaks WCAG 2.2 AA in the ${theme} theme`, async ({ browser, world }) => {
    test.setTimeout(120_000);
    const { companyId, ids } = await leaveTrail(world, 120);
    const page = await pageOf(browser, "admin", { colorScheme: theme });
    for (const path of [
      `/audit?company=${companyId}`,
      `/audit?company=${companyId}&outcome=failure&status=5xx&from=2026-01-01&live=1`,
      `/audit?company=${companyId}&row=${ids[10]}`,
      "/audit?method=DELETE&outcome=refused",
      "/audit?q=colour:red",
      "/audit?row=unknown",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeAttached();
      await expectSound(page, path);
    }
    await page.context().close();
  });
}

async function pageOf(browser: Browser, role: RoleName, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    storageState: sessionOf(role),
    baseURL: stackHandle().appUrl,
    ...options,
  });
  return context.newPage();
}

function dataRows(page: Page) {
  return page
    .getByRole("table")
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader") });
}

/** The ids of the rows shown, newest first. */
function shownIds(page: Page): Promise<string[]> {
  return page
    .locator("a.row-link")
    .evaluateAll((links) =>
      links.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get("row") ?? ""),
    );
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Sixty Tabs did not lead to ${selector}`);
}

/** Rows of a new company, from before it was added: every third a failure, most of many in one millisecond. */
async function leaveTrail(world: World, rows: number): Promise<Trail> {
  const { companyId, companyName } = await world.company("Trail");
  const endMs = Date.now() - MINUTE_MS;
  const ids: string[] = [];
  for (let row = 0; row < rows; row++) {
    const beforeEndMs = rows > 200 ? (row < 20 ? 20 - row : 0) : rows - row;
    ids.push(await addRow(world, companyId, endMs - beforeEndMs, row % 3 === 0 ? "failure" : "success"));
  }
  // Within a millisecond the log is in the order of the ids.
  const sorted = await world.database.query<{ id: string }>(
    `SELECT id FROM "AuditLog" WHERE id = ANY($1) ORDER BY "timestamp", id`,
    [ids],
  );
  return { companyId, companyName, ids: sorted.map(({ id }) => id) };
}

function addRow(
  world: World,
  companyId: string,
  atMs: number,
  outcome: "success" | "failure",
): Promise<string> {
  const failed = outcome === "failure";
  return recordAudit(world.database, {
    operation: "api.call",
    outcome,
    userId: world.adminId,
    actorKind: "user",
    companyId,
    connectionType: "qbo",
    apiEndpoint: "/v3/company/query",
    requestMethod: "GET",
    responseStatus: failed ? 503 : 200,
    errorMessage: failed ? "The provider did not answer" : undefined,
    responseTimeMs: 120,
    atMs,
  });
}
