import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { signIn } from "./screens";
import { expectSound } from "./sound";
import { stackHandle } from "./stack-handle";
import type { World } from "./world";

type Account = Awaited<ReturnType<World["user"]>>;

const confirmation = (page: Page) => page.getByRole("heading", { level: 1, name: "Confirm that it is you" });

async function signedIn(page: Page, world: World, role: "admin" | "support"): Promise<Account> {
  const person = await world.user(role);
  await page.goto("/");
  await signIn(page, person.email, person.password);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  return person;
}

/** As if some minutes had passed since the person proved who they are. */
const passMinutes = ({ database }: World, { id }: Account) =>
  database.query(
    `UPDATE "Session" SET "startedAt" = "startedAt" - interval '6 minutes', "provedAt" = NULL WHERE "userId" = $1`,
    [id],
  );

test("making a key asks for the password first, and what was typed stays when it is asked for later", async ({
  page,
  world,
}) => {
  const admin = await signedIn(page, world, "admin");
  await passMinutes(world, admin);
  await page.goto("/settings/keys");
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();
  await page.goto("/settings/keys/new");
  await expect(confirmation(page)).toBeVisible();
  await expectSound(page, "confirm");
  await page.getByLabel("Password").fill("not the password");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This password is not right.")).toBeVisible();
  await page.getByLabel("Password").fill(admin.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings\/keys\/new$/);

  const name = world.unique("Confirmed");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Service", { exact: true }).fill("billing");
  await page.getByRole("checkbox").first().check();
  await passMinutes(world, admin);
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText("Confirm that it is you. Nothing was changed.")).toBeVisible();
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("link", { name: "Confirm in a new tab" }).click(),
  ]);
  await tab.getByLabel("Password").fill(admin.password);
  await tab.getByRole("button", { name: "Confirm" }).click();
  await expect(tab).toHaveURL(/\/settings\/keys\/new$/);
  await tab.close();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.locator("main code").first()).toContainText("cs_");
});

test("an export asks for the password first, then starts, and leads back", async ({ page, world }) => {
  const support = await signedIn(page, world, "support");
  await passMinutes(world, support);
  await page.goto("/audit?since=1h");
  await page.getByRole("link", { name: "Export CSV" }).click();
  await expect(confirmation(page)).toBeVisible();
  await page.getByLabel("Password").fill(support.password);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

test("an export asks and starts without JavaScript, too", async ({ browser, world }) => {
  const context = await browser.newContext({ baseURL: stackHandle().appUrl, javaScriptEnabled: false });
  const page = await context.newPage();
  const support = await signedIn(page, world, "support");
  await passMinutes(world, support);
  await page.goto("/audit?since=1h");
  await page.getByRole("link", { name: "Export JSONL" }).click();
  await expect(confirmation(page)).toBeVisible();
  await page.getByLabel("Password").fill(support.password);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Confirm" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.jsonl$/);
  await context.close();
});
