import { addRow, dataRows, pageOf } from "./audit-page";
import { expect, test } from "./journey";

const ERROR = "The provider closed the connection (ECONNRESET)";

test("text in a row is marked without leaving the page, and a click on it follows the row's link", async ({
  browser,
  world,
}) => {
  const { companyId, companyName } = await world.company("Marked");
  await addRow(world, companyId, Date.now() - 60_000, "failure", ERROR);
  const page = await pageOf(browser, "support");
  await page.goto(`/audit?company=${companyId}&operation=api.call`);
  const marked = () => page.evaluate(() => window.getSelection()?.toString() ?? "");
  const row = dataRows(page).first();
  // A cell's text, and the text of the link itself.
  for (const [text, part] of [
    [ERROR, "provider closed"],
    [companyName, companyName.slice(2, 6)],
    [/^\d\d:\d\d:\d\d$/, ":"],
  ] as const) {
    // Pressing on what is marked would carry it away.
    await page.evaluate(() => window.getSelection()?.removeAllRanges());
    const box = await row.getByText(text).first().boundingBox();
    if (!box) throw new Error(`${text} is not to be seen`);
    const y = box.y + Math.min(box.height / 2, 8);
    await page.mouse.move(box.x + 1, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, y, { steps: 8 });
    await page.mouse.up();
    expect(await marked()).toContain(part);
    await expect(page).toHaveURL((url) => !url.searchParams.has("row"));
  }
  await row.getByText(ERROR).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page).toHaveURL((url) => url.searchParams.has("row"));
  await page.context().close();
});

test("names that turn text, or have no end, leave the page as it is", async ({ browser, world }) => {
  const { connectionId, companyId, companyName } = await world.connectedToQuickBooks("Turned");
  await world.database.query(`UPDATE "Connection" SET "tenantName" = $2 WHERE id = $1`, [
    connectionId,
    "Turned\u202e dtL",
  ]);
  await world.database.query(`UPDATE "Company" SET name = $2 WHERE id = $1`, [
    companyId,
    `${companyName}${"\u2069\u202eW".repeat(5_000)}`,
  ]);
  const page = await pageOf(browser, "admin");
  for (const path of [
    `/connections/${connectionId}`,
    `/connections/${connectionId}/disconnect`,
    `/connections?${new URLSearchParams({ search: companyName })}`,
    `/connections/new?${new URLSearchParams({ search: companyName })}`,
    `/health/${connectionId}`,
    `/audit?company=${companyId}`,
    "/health",
    "/",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    const text = await page.evaluate(() => `${document.title}${document.body.innerText}`);
    expect(text, path).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
    expect(text, path).not.toContain("W".repeat(201));
    const labels = await page.evaluate(() =>
      [...document.querySelectorAll("[aria-label], [title]")]
        .map((element) => `${element.getAttribute("aria-label")}${element.getAttribute("title")}`)
        .join(""),
    );
    expect(labels, path).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  }
  await page.goto(`/connections?${new URLSearchParams({ search: companyName })}`);
  const row = await dataRows(page).first().boundingBox();
  expect(row?.height).toBeLessThan(160);
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("link", { name: "Disconnect" }).click();
  await expect(page.getByRole("dialog")).toContainText("data from Turned dtL stops at once");
  await page.context().close();
});

test("figures have one width in times and in cells of numbers, and nowhere else", async ({
  browser,
  world,
}) => {
  const { companyId } = await world.company("Figures");
  await addRow(world, companyId, Date.now() - 60_000, "success");
  const page = await pageOf(browser, "support");
  await page.goto(`/audit?company=${companyId}&operation=api.call`);
  const row = dataRows(page).first();
  await expect(row.getByRole("rowheader").locator("time")).toHaveCSS("font-variant-numeric", "tabular-nums");
  await expect(row.getByText("120 ms")).toHaveCSS("font-variant-numeric", "tabular-nums");
  await expect(row.getByText("API call")).toHaveCSS("font-variant-numeric", "normal");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("font-variant-numeric", "normal");
  await page.context().close();
});

test("a typed filter that isn't understood shows no rows and exports none", async ({ browser, world }) => {
  const { companyId, companyName } = await world.company("Birch");
  await addRow(world, companyId, Date.now() - 60_000, "success");
  await world.company(`${companyName} Two`);
  const page = await pageOf(browser, "admin");
  for (const query of [
    `q=company:nobody-of-this-name`,
    `q=colour:1-0b73`,
    `q=birchwood`,
    `q=${encodeURIComponent(`company:"${companyName.slice(0, -1)}"`)}`,
    `company=${companyId}&outcome=maybe`,
  ]) {
    await page.goto(`/audit?${query}`);
    await expect(page.getByText("No rows until the filter is understood"), query).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Export CSV" })).toBeDisabled();
    await expect(page.getByRole("link", { name: "Export CSV" })).toHaveCount(0);
    const exported = await page.request.get(`/audit/export?${query}&format=csv`);
    expect(exported.status(), query).toBe(400);
  }
  await page.context().close();
});
