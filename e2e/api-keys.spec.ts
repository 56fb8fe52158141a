import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { dumpOf } from "@/dev/vitest/database-dump";
import { secretsIn } from "@/dev/vitest/secret-forms";
import { parseKey } from "@/lib/people/api-keys/key-value";
import { expect, test } from "./journey";
import { expectSound } from "./sound";
import { sessionOf, stackHandle } from "./stack-handle";
import type { World } from "./world";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.setTimeout(90_000);

const VALUE = /^cs_(?:live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/;

async function fillIn(page: Page, name: string): Promise<void> {
  await page.goto("/settings/keys/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Service", { exact: true }).fill("billing");
  await page.getByRole("checkbox", { name: "Get access tokens" }).check();
}

/** The value as it stands on the page, which is the only time. */
async function shownValue(page: Page): Promise<string> {
  await expect(page.getByText("Copy the key now")).toBeVisible();
  const value = (await page.getByText(VALUE).textContent()) ?? "";
  expect(parseKey(value)).toBeDefined();
  return value;
}

async function make(page: Page, world: World): Promise<{ name: string; value: string }> {
  const name = world.unique("Key");
  await fillIn(page, name);
  await page.getByRole("button", { name: "Create key" }).click();
  return { name, value: await shownValue(page) };
}

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

/** The page as it came, its script data included. */
async function expectForgotten(page: Page, values: readonly string[]): Promise<void> {
  const secrets = values.flatMap((value) => [value, parseKey(value)?.secret ?? value]);
  for (const path of ["/settings/keys", "/settings/keys/new", "/audit?since=1h"]) {
    const answer = await page.request.get(path);
    expect(secretsIn(await answer.text(), secrets), path).toEqual([]);
  }
}

test("a key is made, copied once, rotated and revoked, and its value is nowhere afterwards", async ({
  page,
  context,
  world,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/settings");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "API keys" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();
  await expect(page.getByRole("link", { name: "API keys" })).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Create key" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Create key" })).toBeVisible();
  const { name, value } = await make(page, world);
  await expectSound(page, "a new key");
  await page.getByRole("button", { name: "Copy key" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(value);

  await page.getByRole("link", { name: "I have copied it" }).click();
  const row = rowOf(page, name);
  await expect(row).toContainText("Get access tokens");
  await expect(row).toContainText("All companies");
  await expect(row).toContainText("Never");
  await expect(row).toContainText("Valid");
  expect(await page.content()).not.toContain(parseKey(value)?.secret);
  await page.goBack();
  await expect(page.getByText(VALUE)).toHaveCount(0);

  await page.goto("/settings/keys");
  await page.getByRole("link", { name: `Rotate ${name}` }).click();
  await expect(page.getByText("can use the old secret for as long as you choose")).toBeVisible();
  await page.getByLabel("Old secret stays valid for").selectOption("3");
  await page.getByRole("button", { name: "Rotate" }).click();
  const rotated = await shownValue(page);
  expect(rotated).not.toBe(value);
  expect(parseKey(rotated)?.id).toBe(parseKey(value)?.id);

  await page.goto("/settings/keys");
  await expect(rowOf(page, name)).toContainText("Old secret valid until");
  await page.getByRole("link", { name: `Revoke ${name}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Every request from billing with this key is refused within a second.");
  await expectSound(page, "revoke dialog");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Key revoked", { exact: true })).toBeVisible();
  await expect(rowOf(page, name)).toContainText("Revoked");
  await expect(page.getByRole("link", { name: `Rotate ${name}` })).toHaveCount(0);

  await expectForgotten(page, [value, rotated]);
  // The app wrote its lines as it answered.
  const log = readFileSync(join(stackHandle().folder, "app.log"), "utf8");
  const dump = [log, ...(await dumpOf(world.database)).values()].join("\n");
  const secrets = [value, rotated].map((made) => parseKey(made)?.secret ?? made);
  expect(secretsIn(dump, secrets)).toEqual([]);
  const rows = await world.database.query<{ operation: string }>(
    `SELECT operation FROM "AuditLog" WHERE "apiEndpoint" = $1 ORDER BY position`,
    [`/api-keys/${parseKey(value)?.id}`],
  );
  expect(rows.map(({ operation }) => operation)).toEqual([
    "api_key.make",
    "api_key.rotate",
    "api_key.revoke",
  ]);
});

test("what is wrong is said at its field, and what was typed and chosen stays", async ({ page, world }) => {
  const name = world.unique("Key");
  await fillIn(page, name);
  await page.getByRole("radio", { name: "Only these" }).check();
  await page.getByLabel("Company ids").fill("no-such-company");
  await page.getByLabel("Networks it may be used from").fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText('There is no company "no-such-company".').first()).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "no-such-company" })).toBeInViewport();
  await expectSound(page, "a refused key");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await expect(page.getByRole("checkbox", { name: "Get access tokens" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Read health" })).not.toBeChecked();
  await expect(page.getByRole("radio", { name: "Only these" })).toBeChecked();
  await expect(page.getByLabel("Networks it may be used from")).toHaveValue("203.0.113.0/24");
  const { companyId, companyName } = await world.connectedToQuickBooks();
  await page.getByLabel("Company ids").fill(companyId);
  await page.getByRole("button", { name: "Create key" }).click();
  await shownValue(page);
  await page.goto("/settings/keys");
  await expect(rowOf(page, name)).toContainText(companyName);
  await expect(rowOf(page, name)).toContainText("From 203.0.113.0/24");
});

test("a key is made and revoked by keyboard alone", async ({ page, world }) => {
  const name = world.unique("Key");
  await page.goto("/settings/keys");
  await page.getByRole("link", { name: "Create key" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type("billing");
  await page.getByRole("checkbox", { name: "Read events" }).focus();
  await page.keyboard.press("Space");
  await page.getByLabel("Valid for how many days", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await shownValue(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Copy key" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: `Revoke ${name}` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: `Revoke ${name}` })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).focus();
  await page.keyboard.press("Enter");
  await expect(rowOf(page, name)).toContainText("Revoked");
});

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });
    test("every page of keys is sound", async ({ page, world }) => {
      await make(page, world);
      await expectSound(page, "the value");
      for (const path of ["/settings/keys", "/settings/keys/new"]) {
        await page.goto(path);
        await expectSound(page, path);
      }
      await page.goto("/settings/keys");
      await page.getByRole("link", { name: "Rotate Gallery reports" }).click();
      await expect(page.getByLabel("Valid for how many days from now")).toHaveValue("365");
      await expectSound(page, "rotate");
    });
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a key is made, rotated and revoked", async ({ page, world }) => {
    const { name } = await make(page, world);
    await page.goto("/settings/keys");
    await page.getByRole("link", { name: `Rotate ${name}` }).click();
    await page.getByRole("button", { name: "Rotate" }).click();
    await shownValue(page);
    await page.goto("/settings/keys");
    await page.getByRole("link", { name: `Revoke ${name}` }).click();
    await expect(page.getByRole("heading", { name: `Revoke ${name}?` })).toBeVisible();
    await page.getByRole("button", { name: "Revoke" }).click();
    await expect(page.getByText("Key revoked", { exact: true })).toBeVisible();
    await expect(rowOf(page, name)).toContainText("Revoked");
  });
});
