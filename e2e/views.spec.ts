import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { dataRows, leaveTrail } from "./audit-page";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { expectSound } from "./sound";
import { type RoleName, stackHandle } from "./stack-handle";
import type { World } from "./world";

/** A person of their own: views and pins are kept, and no other test may find them. */
async function personOf(
  { browser, world }: { browser: Browser; world: World },
  role: RoleName,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const { email, password } = await world.user(role);
  const context = await browser.newContext({ baseURL: stackHandle().appUrl, ...options });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, email, password);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

const menu = (page: Page) =>
  page
    .getByRole("main")
    .locator("header details", { has: page.locator("bdi") })
    .first();
const opener = (page: Page) => menu(page).locator("summary").first();
const navigation = (page: Page) => page.getByRole("navigation", { name: "Main" });

async function open(page: Page): Promise<void> {
  if (!(await menu(page).evaluate((details) => (details as HTMLDetailsElement).open)))
    await opener(page).click();
}

async function save(page: Page, name: string, { shared = false } = {}): Promise<void> {
  await open(page);
  const form = menu(page).getByRole("region", { name: "Save this view" });
  await form.getByLabel("Save this view as").fill(name);
  if (shared) await form.getByRole("checkbox").check();
  await form.getByRole("button", { name: "Save view" }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a view is saved, changed, updated, renamed, pinned and deleted ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    browser,
    world,
  }) => {
    const page = await personOf({ browser, world }, "support", { javaScriptEnabled });
    await page.goto("/audit?outcome=failure&since=3d");
    await save(page, "Failures of late");
    await expect(page).toHaveURL(/outcome=failure&since=3d&view=c[a-z0-9]{24}$/);
    await expect(opener(page)).toHaveText("View: Failures of late");

    await page.goto(page.url().replace("since=3d", "since=30d"));
    await expect(opener(page)).toContainText("changed");
    await open(page);
    await menu(page).getByRole("button", { name: "Update to this filter" }).click();
    await expect(page).toHaveURL(/since=30d&view=/);
    await expect(opener(page)).toHaveText("View: Failures of late");

    await open(page);
    await menu(page).getByText("Rename…").click();
    await menu(page).getByLabel("Name", { exact: true }).fill("All failures");
    await menu(page).getByRole("button", { name: "Rename" }).click();
    await expect(opener(page)).toHaveText("View: All failures");

    await open(page);
    await menu(page).getByRole("button", { name: "Pin All failures to the navigation" }).click();
    const pinned = navigation(page).getByRole("link", { name: "All failures" });
    await expect(pinned).toHaveAttribute("aria-current", "true");
    await page.goto("/");
    await pinned.click();
    await expect(page).toHaveURL(/outcome=failure&since=30d&view=/);

    await page.goto("/search?q=all+fail");
    await expect(page.getByRole("link", { name: "Audit log → All failures" })).toBeVisible();
    await page.getByRole("link", { name: "Audit log → All failures" }).click();
    await open(page);
    await menu(page).getByText("Delete…").click();
    await menu(page).getByRole("button", { name: "Delete view" }).click();
    await expect(page).toHaveURL(/\/audit$/);
    await expect(opener(page)).toHaveText("Views");
    await expect(pinned).toHaveCount(0);
    await page.context().close();
  });

  test(`a name that is taken is said beside the field, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    browser,
    world,
  }) => {
    const page = await personOf({ browser, world }, "finance", { javaScriptEnabled });
    await page.goto("/health?status=provider_trouble&search=a");
    await save(page, "Mine");
    await expect(opener(page)).toHaveText("View: Mine");
    await page.goto("/health?search=b");
    await save(page, "Mine");
    const field = menu(page).getByLabel("Save this view as");
    await expect(field).toHaveAccessibleDescription(
      "A view of this list has that name already. Choose another.",
    );
    await expect(field).toHaveValue("Mine");
    await page.context().close();
  });
}

test("a shared view is another's to open and pin, not to change; finance sees none of a closed list", async ({
  browser,
  world,
}) => {
  const maya = await personOf({ browser, world }, "support");
  const admin = await personOf({ browser, world }, "admin");
  const support = await personOf({ browser, world }, "support");
  const finance = await personOf({ browser, world }, "finance");
  const { companyId, ids } = await leaveTrail(world, 3);
  const [audit, health] = [world.unique("Trail"), world.unique("Trouble")];
  await maya.goto(`/audit?company=${companyId}`);
  await save(maya, audit, { shared: true });
  await expect(opener(maya)).toHaveText(`View: ${audit}`);
  const address = maya.url();
  await maya.goto("/health?trouble=90d&search=a");
  await save(maya, health, { shared: true });
  await expect(opener(maya)).toHaveText(`View: ${health}`);

  await support.goto("/audit");
  await open(support);
  await menu(support).getByRole("link", { name: audit }).click();
  await expect(opener(support)).toHaveText(`View: ${audit}`);
  await expect(dataRows(support)).toHaveCount(ids.length + 1);
  await open(support);
  await expect(menu(support)).toContainText("Only its owner or an admin can change it.");
  await expect(menu(support).getByText("Delete…")).toHaveCount(0);
  await menu(support)
    .getByRole("button", { name: `Pin ${audit} to the navigation` })
    .click();
  await expect(navigation(support).getByRole("link", { name: audit })).toBeVisible();

  await finance.goto("/health");
  await open(finance);
  await expect(menu(finance).getByRole("link", { name: health })).toBeVisible();
  await expect(finance.getByText(audit)).toHaveCount(0);
  await finance.goto(`/search?q=${encodeURIComponent(audit)}`);
  await expect(finance.getByRole("link", { name: audit })).toHaveCount(0);
  expect((await finance.goto(new URL(address).pathname))?.status()).toBe(403);

  await admin.goto(address);
  await open(admin);
  await menu(admin).getByRole("button", { name: "Stop sharing" }).click();
  await expect(opener(admin)).toHaveText("Views");
  await support.goto("/");
  await expect(navigation(support).getByRole("link", { name: audit })).toHaveCount(0);
  await support.goto(address);
  // Its filter is in the address all the same; the name is its owner's again.
  await expect(opener(support)).toHaveText("Views");
  await expect(dataRows(support)).toHaveCount(ids.length + 1);
  for (const page of [maya, admin, support, finance]) await page.context().close();
});

test("a view whose filter this version doesn't know says so, and shows no row", async ({
  browser,
  world,
}) => {
  const page = await personOf({ browser, world }, "admin");
  for (const [list, query] of [
    ["/audit", "outcome=failure"],
    ["/connections", "status=working"],
    ["/health", "status=working"],
  ] as const) {
    await page.goto(`${list}?${query}`);
    await save(page, "Of another version");
    await expect(opener(page)).toHaveText("View: Of another version");
    const id = new URL(page.url()).searchParams.get("view");
    await world.database.query(`UPDATE "SavedView" SET query = query || '&colour=red' WHERE id = $1`, [id]);
    await page.goto(list);
    await open(page);
    await menu(page).getByRole("link", { name: "Of another version" }).click();
    await expect(opener(page)).toContainText("can't be read");
    await expect(page.getByText("“colour” is no filter.").first()).toBeVisible();
    await expect(dataRows(page)).toHaveCount(0);
    await expectSound(page, page.url());
    await open(page);
    await expect(menu(page)).toContainText("This version can't read all of this view");
  }
  await page.context().close();
});

test("Escape and a click elsewhere close the menu; a phone has it under the title", async ({
  browser,
  world,
}) => {
  const page = await personOf({ browser, world }, "admin", { viewport: { width: 320, height: 700 } });
  await page.goto("/connections?status=working");
  await open(page);
  const box = await menu(page).locator("> div").boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
  await expectSound(page, page.url());
  await page.keyboard.press("Escape");
  await expect(menu(page)).not.toHaveAttribute("open");
  await expect(opener(page)).toBeFocused();
  await open(page);
  await page.getByRole("heading", { level: 1 }).click();
  await expect(menu(page)).not.toHaveAttribute("open");
  await page.context().close();
});
