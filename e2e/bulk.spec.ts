import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { dataRows, pageOf } from "./audit-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";
import type { ConnectedCompany, World } from "./world";

test.afterEach(({ world }) => world.retireCompanies());

/** Some connections that one search finds. */
async function some(world: World, count: number): Promise<{ made: ConnectedCompany[]; search: string }> {
  const search = world.unique("Bulk").replace(" ", "-");
  const made: ConnectedCompany[] = [];
  for (let nth = 0; nth < count; nth++) made.push(await world.connectedToQuickBooks(`${search} ${nth}`));
  return { made, search };
}

const box = (page: Page, { companyName }: ConnectedCompany) =>
  page.getByRole("checkbox", { name: `Select ${companyName}` });
const bar = (page: Page) => page.getByRole("form", { name: "Selected connections" });
const progress = (page: Page) => page.getByRole("region", { name: "Progress" });
const tagsOf = async (world: World, made: readonly ConnectedCompany[]) => {
  const rows = await world.database.query<{ tags: string[] }>(
    'SELECT tags FROM "Company" WHERE id = ANY($1) ORDER BY name',
    [made.map(({ companyId }) => companyId)],
  );
  return rows.map(({ tags }) => tags);
};

test("three are selected by keyboard and checked, and the result says which failed and who acts", async ({
  browser,
  world,
}) => {
  const { made, search } = await some(world, 4);
  const [, broken] = made as [ConnectedCompany, ConnectedCompany];
  await world.simulator.revokeGrant({ provider: "qbo", realmId: broken.tenantId });
  const page = await pageOf(browser, "admin", { viewport: { width: 1280, height: 800 } });
  await page.goto(`/connections?search=${search}&sort=company`);
  await expect(bar(page)).toBeHidden();
  const places = () =>
    dataRows(page).evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top + window.scrollY));
  const before = await places();
  for (const key of ["j", "x", "j", "x", "j", "j", "x"]) await page.keyboard.press(key);
  await expect(bar(page)).toContainText("3 selected");
  expect(await places()).toEqual(before);
  await expectSound(page, "a selection");
  await bar(page).getByRole("button", { name: "Check" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Check: 3 connections" })).toBeVisible();
  await expect(progress(page)).toContainText("3 of 3 · 1 failed, 2 done");
  await expect(progress(page).getByRole("button", { name: "Cancel" })).toHaveCount(0);
  const [failed] = await dataRows(page).all();
  await expect(failed as NonNullable<typeof failed>).toContainText(broken.companyName);
  await expect(failed as NonNullable<typeof failed>).toContainText("A QuickBooks admin must reconnect.");
  await expectSound(page, "the result of a check");

  await progress(page)
    .getByRole("link", { name: /^Request/ })
    .click();
  await expect(page.getByRole("main")).toContainText("Bulk operation");
  await page.goBack();
  await page.getByRole("button", { name: "Run again for the 1 failed" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Check: 1 connection" })).toBeVisible();
  await expect(progress(page)).toContainText("1 of 1 · 1 failed");
  const { pathname } = new URL(page.url());
  await page.getByRole("link", { name: "Operations" }).click();
  // Other people's operations stand there, too.
  await expect(dataRows(page).filter({ has: page.locator(`a[href="${pathname}"]`) })).toContainText(
    "Check: 1 connection",
  );
  await page.context().close();
});

test("Shift selects a range, the head's box a page, and then all that match are one step away", async ({
  browser,
  world,
}) => {
  const { made, search } = await some(world, 4);
  const [first, , third] = made as [ConnectedCompany, ConnectedCompany, ConnectedCompany];
  const page = await pageOf(browser, "admin");
  await page.goto(`/connections?search=${search}&sort=company`);
  await box(page, first).check();
  await box(page, third).click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("3 selected");
  const head = page.getByRole("checkbox", { name: "Select all rows of this page" });
  await expect(head).toHaveJSProperty("indeterminate", true);
  await head.check();
  await expect(bar(page)).toContainText("4 selected");
  await bar(page).getByRole("button", { name: "Clear" }).click();
  await expect(bar(page)).toBeHidden();
  await expect(head).not.toBeChecked();
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`all that match are checked ${javaScriptEnabled ? "with" : "without"} scripts, however many pages they have`, async ({
    browser,
    world,
  }) => {
    // More than a page is slow to connect: copies of one connection's rows stand in, and are disconnected ones.
    const { made, search } = await some(world, 2);
    await addPages(world, made[0] as ConnectedCompany, search, 60);
    const page = await pageOf(browser, "admin", { javaScriptEnabled });
    await page.goto(`/connections?search=${search}&sort=company`);
    if (javaScriptEnabled) await page.getByRole("checkbox", { name: "Select all rows of this page" }).check();
    else await box(page, made[0] as ConnectedCompany).check();
    await bar(page).getByRole("link", { name: "Select all 62 that match" }).click();
    await expect(bar(page)).toContainText("All 62 that match are selected");
    await expect(dataRows(page).first().getByRole("checkbox")).toBeDisabled();
    await bar(page).getByRole("button", { name: "Check" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Check: 62 connections" })).toBeVisible();
    await expect(progress(page)).toContainText(`All that match search “${search}”`);
    await expect(async () => {
      if (!javaScriptEnabled) await page.reload();
      await expect(progress(page)).toContainText("62 of 62 · 60 skipped, 2 done", { timeout: 1_000 });
    }).toPass();
    await page.context().close();
  });
}

test("one that matches no more begins nothing, and the list says so", async ({ browser, world }) => {
  const { made, search } = await some(world, 1);
  await addPages(world, made[0] as ConnectedCompany, search, 60);
  const page = await pageOf(browser, "admin");
  await page.goto(`/connections?search=${search}&sort=company&select=all`);
  await addPages(world, made[0] as ConnectedCompany, search, 1, 60);
  await bar(page).getByRole("button", { name: "Check" }).click();
  await expect(page.getByRole("main")).toContainText(
    "62 connections match now; 61 did when you chose. Nothing was changed.",
  );
  await page.context().close();
});

test("an operation is cancelled while it runs: what waits ends, and the button is not another's place", async ({
  browser,
  world,
}) => {
  const { made, search } = await some(world, 7);
  for (const { tenantId } of made) {
    const effect = { kind: "latency", delayMs: 4_000 } as const;
    await world.simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect, times: 5 });
  }
  const page = await pageOf(browser, "admin");
  await page.goto(`/connections?search=${search}`);
  await page.getByRole("checkbox", { name: "Select all rows of this page" }).check();
  await bar(page).getByRole("button", { name: "Check" }).dblclick();
  await expect(progress(page)).toContainText("Running");
  await progress(page).getByRole("button", { name: "Cancel" }).click();
  await expect(progress(page)).toContainText("7 of 7 · 2 cancelled, 5 done", { timeout: 30_000 });
  await expect(page.locator("[aria-live=polite]").last()).toHaveText("Ended: 2 cancelled, 5 done.");
  const started = await world.database.query(
    `SELECT 1 FROM "BulkOperation" o WHERE EXISTS (
       SELECT 1 FROM "BulkPart" p WHERE p."operationId" = o.id AND p."companyId" = $1)`,
    [made[0]?.companyId],
  );
  expect(started).toHaveLength(1);
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a tag is previewed and added ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    browser,
    world,
  }) => {
    const { made, search } = await some(world, 3);
    const [first, second] = made as [ConnectedCompany, ConnectedCompany];
    await world.database.query(`UPDATE "Company" SET tags = '{vip}' WHERE id = $1`, [first.companyId]);
    const page = await pageOf(browser, "admin", { javaScriptEnabled });
    await page.goto(`/connections?search=${search}&sort=company`);
    for (const each of [first, second]) await box(page, each).check();
    await bar(page).getByRole("button", { name: "Tag…" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Tag 2 companies" })).toBeVisible();
    await expect(page.getByText("They have: vip (1)")).toBeVisible();
    await page.getByLabel("Tag", { exact: true }).fill("vip");
    await page.getByRole("button", { name: "Preview" }).click();
    await expect(page.getByText("1 company has it already.")).toBeVisible();
    if (javaScriptEnabled) await expectSound(page, "the preview of a tag");
    await page.getByRole("button", { name: "Add to 1 company" }).click();
    await expect(
      page.getByRole("heading", { level: 1, name: "Add the tag “vip”: 2 companies" }),
    ).toBeVisible();
    await expect(async () => {
      const refresh = page.getByRole("link", { name: "Refresh" });
      if (await refresh.isVisible()) await refresh.click();
      await expect(progress(page)).toContainText("2 of 2 · 1 skipped, 1 done", { timeout: 2_000 });
    }).toPass();
    expect(await tagsOf(world, made)).toEqual([["vip"], ["vip"], []]);
    await page.context().close();
  });
}

test("what is selected, or all that match, is exported by support too, who can do no more", async ({
  browser,
  world,
}) => {
  const { made, search } = await some(world, 2);
  const page = await pageOf(browser, "support");
  await page.goto(`/connections?search=${search}`);
  await box(page, made[1] as ConnectedCompany).check();
  await expect(bar(page).getByRole("button", { name: "Check" })).toHaveCount(0);
  await expect(bar(page).getByRole("button", { name: "Tag…" })).toHaveCount(0);
  expect(await exported(page)).toEqual([made[1]?.companyName]);
  await page.goto(`/connections?search=${search}&select=all`);
  expect((await exported(page)).toSorted()).toEqual(made.map(({ companyName }) => companyName));
  await page.goto("/operations");
  await expect(page.getByRole("heading", { level: 1, name: "Operations" })).toBeVisible();
  await page.context().close();
});

test("what was ticked before the scripts arrived stays, and is counted", async ({ browser, world }) => {
  const { made, search } = await some(world, 2);
  const page = await pageOf(browser, "admin");
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`/connections?search=${search}`, { waitUntil: "commit" });
  await box(page, made[0] as ConnectedCompany).check();
  await expect(bar(page)).toBeVisible();
  release();
  await expect(bar(page)).toContainText("1 selected");
  await expect(box(page, made[0] as ConnectedCompany)).toBeChecked();
  await page.context().close();
});

/** The companies of the file that the bar's button gives. */
async function exported(page: Page): Promise<(string | undefined)[]> {
  const begun = page.waitForEvent("download");
  await bar(page).getByRole("button", { name: "Export" }).click();
  const download = await begun;
  expect(download.suggestedFilename()).toMatch(/^connections-[\d-]+\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const lines = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  return lines.map((line) => line.Company);
}

/** Companies of the same search whose connections are ended copies of one that lives. */
async function addPages(
  world: World,
  { connectionId }: ConnectedCompany,
  search: string,
  count: number,
  from = 0,
): Promise<void> {
  await world.database.query(
    `INSERT INTO "Company" (id, name) SELECT $1 || n, $2 || ' copy ' || n FROM generate_series($3::int, $4::int) n`,
    [`${connectionId}-c`, search, from + 1, from + count],
  );
  await world.database.query(
    `INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
       "connectedBy", "connectedAt", "disconnectedAt", "disconnectedBy")
     SELECT c.id || '-' || n, $1 || '-c' || n, c."connectionType", c.environment, c.id || n, c."tenantName", c."grantId",
       c."connectedBy", c."connectedAt", now(), $4 FROM "Connection" c, generate_series($2::int, $3::int) n WHERE c.id = $1`,
    [connectionId, from + 1, from + count, world.adminId],
  );
}

test("what is not understood whole is neither begun nor previewed nor exported, and is named", async ({
  browser,
  world,
}) => {
  const { search } = await some(world, 1);
  const page = await pageOf(browser, "admin");
  const matching = (filter: string) => `matching=${encodeURIComponent(filter)}`;
  const twice = matching("status=working&status=disconnected");
  for (const [address, named] of [
    [`/connections/export?${twice}`, "“status” is there twice."],
    [`/connections/export?${matching("")}`, "“matching” names no filter."],
    [
      `/connections/export?${matching("provider=xero")}&${matching("select=all")}`,
      "“matching” is there twice.",
    ],
    [`/connections/export?${matching("provider=xero")}&status=working`, "“status” is no filter."],
    ["/connections/export?id=invented", "The selected connection is not known here."],
    ["/audit/export?format=csv&format=jsonl", "“format” is there twice."],
    ["/audit/export?format=csv&outcome=", "“outcome” is empty."],
    ["/health/month-end/csv?month=2026-03&month=2026-04", "“month” is there twice."],
    ["/health/month-end/csv?month=2026-03&provider=xero", "“provider” is no parameter of this address."],
    [`/operations/tag?${twice}&change=tag&tag=vip`, "“status” is there twice."],
    [`/operations/tag?${matching("select=all")}&list=%2Fconnections%3Fstatus%3Dworking`, "another filter"],
    ["/operations/tag?id=invented", "The selected connection is not known here."],
  ] as const) {
    const answer = await page.request.get(address);
    expect(answer.headers()["content-type"], address).not.toContain("csv");
    expect.soft(await answer.text(), address).toContain(named);
  }
  // The list's own form, with what it sent changed on the way.
  for (const [name, value, named] of [
    ["matching", "", "“matching” names no filter."],
    ["matching", "status=working&status=disconnected", "“status” is there twice."],
    ["expected", "NaN", "“expected” is no count of connections."],
    ["expected", undefined, "“expected” is missing"],
  ] as const) {
    await page.goto(`/connections?search=${search}&select=all`);
    await bar(page)
      .locator(`input[name=${name}]`)
      .evaluate((input, given) => {
        if (given === undefined) input.remove();
        else (input as HTMLInputElement).value = given;
      }, value);
    await bar(page).getByRole("button", { name: "Check" }).click();
    await expect(page.getByRole("main")).toContainText(named);
    await expect(page.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
  }
  await page.context().close();
});
