import { dataRows, leaveTrail, pageOf, shownIds, tabTo } from "./audit-page";
import { expect, test } from "./journey";
import { expectSound } from "./sound";

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
  await page.getByLabel("Provider", { exact: true }).selectOption("qbo");
  const filters = { company: companyId, provider: "qbo", outcome: "failure" };
  for (const [key, value] of Object.entries(filters)) {
    await expect(page).toHaveURL((url) => url.searchParams.get(key) === value);
  }
  const failures = ids.filter((_, index) => index % 3 === 0);
  await expect(dataRows(page)).toHaveCount(failures.length);

  await dataRows(page).nth(1).locator("a.row-link").click();
  const drawer = page.getByRole("dialog", { name: "API call" });
  await expect(drawer).toContainText(failures.at(-2) ?? "");
  await expect(drawer).toContainText("The provider did not answer");
  const address = page.url();

  const other = await pageOf(browser, "support");
  await other.goto(address);
  await expect(other.getByRole("dialog", { name: "API call" })).toContainText(failures.at(-2) ?? "");
  // A page just loaded may not listen yet.
  await expect(async () => {
    await other.keyboard.press("Escape");
    await expect(other.getByRole("dialog")).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  expect(await shownIds(other)).toEqual(failures.toReversed());
  await page.context().close();
  await other.context().close();
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
  await expect(dataRows(page).nth(1).locator("a.row-link")).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(drawer).toBeVisible();
  await tabTo(page, 'a[title="Filter by Done"]');
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/outcome=success/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.context().close();
});

test("nothing matching, nothing kept from then, and no such row are told apart", async ({ browser }) => {
  const page = await pageOf(browser, "support");
  await page.goto("/audit?method=DELETE&outcome=refused");
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  await page.goto("/audit?from=2001-01-01&to=2001-12-31");
  await expect(page.getByText("Before the log begins")).toBeVisible();
  await page.goto("/audit?row=unknown");
  await expect(page.getByRole("dialog", { name: "This row isn't here" })).toBeVisible();
  await page.context().close();
});

test("a connection's page and the audit log lead to each other", async ({ browser, world }) => {
  const { connectionId, companyId } = await world.connectedToQuickBooks("Audited");
  const page = await pageOf(browser, "support");
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("region", { name: "What happened" }).getByRole("link", { name: "All" }).click();
  await expect(page).toHaveURL(new RegExp(`/companies/${companyId}/audit$`));
  await page.getByRole("link", { name: "Search in the audit log" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?company=${companyId}&since=all$`));
  await dataRows(page).first().locator("a.row-link").click();
  await page.getByRole("dialog").getByRole("link", { name: "The connection" }).click();
  await expect(page).toHaveURL(new RegExp(`/companies/${companyId}\\?provider=qbo$`));
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
    "ref",
    "generation",
    "-status",
    "-company",
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
    "/audit/suggest?key=company&text=a&filter=company%3D%2500%26-status%3Dx",
    "/audit/requests/%00",
    `/audit/requests/${"x".repeat(3_000)}`,
  ]) {
    expect.soft((await page.request.get(path)).status(), path).toBeLessThan(500);
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
