import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { addRow, leaveTrail, pageOf } from "./audit-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";
import type { World } from "./world";

/** Far more than the sockets between the server and a slow reader hold. */
const MANY_ROWS = 60_000;

for (const script of ["with", "without"] as const) {
  test(`an export opened ${script} JavaScript has the rows asked for and no cell that is a formula`, async ({
    browser,
    world,
  }) => {
    const { companyId, ids } = await leaveTrail(world, 4);
    const formula = await addRow(world, companyId, Date.now(), "failure", "=HYPERLINK(1)");
    const page = await pageOf(browser, "admin", { javaScriptEnabled: script === "with" });
    await page.goto(`/audit?company=${companyId}&provider=qbo`);
    const [head = [], ...rows] = parse(await exported(page, "CSV"), { bom: true }) as string[][];
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
    expect(column("id")).toEqual([formula, ...ids.toReversed()]);
    expect(column("errorMessage")[0]).toBe("'=HYPERLINK(1)");
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    if (script === "with")
      await expect(page.getByRole("main").getByText(/^5 rows in audit-[\dT-]+Z\.csv\.$/)).toBeVisible();

    const lines = (await exported(page, "JSONL")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([
      undefined,
      formula,
      ...ids.toReversed(),
      undefined,
    ]);
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({ end: { rows: 5, truncated: false } });
    await page.context().close();
  });
}

test("a long export says how far it is, can be cancelled by keyboard, and the log says where it ended", async ({
  browser,
  world,
}) => {
  test.setTimeout(120_000);
  const { companyId } = await world.company("Long");
  await addMany(world, companyId);
  const page = await pageOf(browser, "admin");
  const saved: Download[] = [];
  page.on("download", (download) => saved.push(download));
  await page.goto(`/audit?company=${companyId}&since=all`);
  await slowDown(page);
  const link = page.getByRole("link", { name: "Export CSV" });
  await link.focus();
  await page.keyboard.press("Enter");
  const progress = page
    .getByRole("main")
    .getByText(/^[\d,]+ rows so far, back to \d+ \w+ \d{4} \d\d:\d\d UTC\./);
  await expect(progress).toBeVisible();
  await expect(page.locator("[aria-live=polite]")).toHaveText("Export started.");
  const before = await progress.innerText();
  await expect(progress).not.toHaveText(before);
  await expectSound(page, "an export under way");

  await page.getByRole("button", { name: "Cancel" }).focus();
  await page.keyboard.press("Enter");
  const ended = page.getByRole("main").getByText(/^Cancelled after [\d,]+ rows\. Nothing was saved\.$/);
  await expect(ended).toBeVisible();
  await expect(page.locator("[aria-live=polite]")).toHaveText(await ended.innerText());
  await expect.poll(() => lastExport(world, companyId)).toMatch(/^The reader went away after \d+ rows\.$/);
  expect(Number(/\d+/.exec(await lastExport(world, companyId))?.[0])).toBeLessThan(MANY_ROWS);
  expect(saved).toEqual([]);
  expect(await filesLeft(page)).toEqual([]);
  await page.getByRole("button", { name: "Close" }).press("Enter");
  await expect(ended).toHaveCount(0);
  await expect(link).toBeFocused();
  await page.context().close();
});

test("an export whose session has ended says so and leaves no file", async ({ browser, world }) => {
  const { companyId } = await leaveTrail(world, 3);
  const page = await pageOf(browser, "admin");
  await page.goto(`/audit?company=${companyId}`);
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Export CSV" }).click();
  const refusal = "You are no longer signed in. Reload the page and sign in.";
  await expect(page.getByRole("main").getByText(refusal)).toBeVisible();
  expect(await filesLeft(page)).toEqual([]);
  await page.context().close();
});

async function exported(page: Page, format: "CSV" | "JSONL"): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: `Export ${format}` }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-[\dT-]+Z\.(csv|jsonl)$/);
  return readFile(await download.path(), "utf8");
}

/** Long before the time that any other test looks at. */
async function addMany(world: World, companyId: string): Promise<void> {
  await world.database.query(
    `INSERT INTO "AuditLog" (id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod",
       "responseStatus", "ipAddress", "userAgent", "timestamp", operation, "actorKind", outcome)
     SELECT $1 || n, $2, $1, '/v3/company/query', 'qbo', 'GET', 200, '192.0.2.1', repeat('a browser ', 20),
       now() - interval '200 days' - n * interval '1 minute', 'api.call', 'user', 'success'
     FROM generate_series(1, $3::int) AS n`,
    [companyId, world.adminId, MANY_ROWS],
  );
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: 100_000,
    uploadThroughput: -1,
  });
}

/** What the log says last of this company's export. */
async function lastExport(world: World, companyId: string): Promise<string> {
  const [row] = await world.database.query<{ message: string }>(
    `SELECT later."errorMessage" AS message FROM "AuditLog" began JOIN "AuditLog" later
       ON later."requestId" = began."requestId" AND later.operation = 'audit.export'
     WHERE began.operation = 'audit.export' AND began."errorMessage" LIKE $1 ORDER BY later."position" DESC LIMIT 1`,
    [`Began: %company=${companyId}%`],
  );
  return row?.message ?? "";
}

function filesLeft(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    for await (const [name] of (await navigator.storage.getDirectory()).entries()) names.push(name);
    return names;
  });
}
