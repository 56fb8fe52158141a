import type { Page } from "@playwright/test";
import { allowQuickBooks, onConsentPage } from "./consent-page";
import { expect, test } from "./journey";
import { expectConnection, signIn } from "./screens";
import { expectSound } from "./sound";
import type { World } from "./world";

test.afterEach(({ world }) => world.retireCompanies());

const ENDED = "You were signed out. Sign in to continue.";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a reconnect that met an ended session is one press away after signing in, the search kept", async ({
      page,
      world,
    }) => {
      const company = await world.connectedToQuickBooks("Expired");
      const { companyName, tenantId, tenantName, connectionId } = company;
      await world.simulator.revokeGrant({ provider: "qbo", realmId: tenantId });
      const admin = await enter(page, world);
      await page.goto(`/connections/${connectionId}`);
      await page.getByRole("button", { name: "Check now" }).click();
      await expectConnection(page, companyName, "Needs reconnecting");
      await page.goto(`/connections?${new URLSearchParams({ search: companyName })}`);
      await page.context().clearCookies();
      await page.getByRole("row", { name: companyName }).getByRole("button", { name: "Reconnect" }).click();

      await expect(page.getByText(ENDED)).toBeVisible();
      await signIn(page, admin.email, admin.password);
      await expect(page).toHaveURL((url) => url.searchParams.get("search") === companyName);
      const main = page.getByRole("main");
      await expect(main).toContainText(`Reconnect ${companyName} at QuickBooks Online?`);
      await expect(main).toContainText("You were signed out before it started.");
      await expect(main.getByText("Your session has ended")).toHaveCount(0);
      await expect(main.getByRole("row", { name: companyName })).toBeVisible();
      await main.getByRole("status").getByRole("button", { name: "Reconnect" }).click();
      await allowQuickBooks(page, tenantName);
      await expectConnection(page, companyName, "Working");
    });
  });
}

test("a connect that met an ended session goes on where it was begun", async ({ page, world }) => {
  const { companyId, companyName } = await world.company();
  const admin = await enter(page, world);
  await page.goto(`/connections/new?${new URLSearchParams({ company: companyId })}`);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
  await expect(page.getByText(ENDED)).toBeVisible();
  await signIn(page, admin.email, admin.password);
  await expect(page.getByRole("main")).toContainText(`Company: ${companyName}`);
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
  await onConsentPage(page, "qbo");
});

test("a form that met an ended session keeps what was typed and leads to signing in", async ({
  page,
  world,
}) => {
  const admin = await enter(page, world);
  const name = world.unique("Typed once");
  await page.goto("/connections/new");
  await page.getByLabel("Company name").fill(name);
  await page.getByLabel("Id in your product").fill("typed-id");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Add company" }).click();
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await expect(page.getByLabel("Company name")).toHaveValue(name);
  await expect(page.getByLabel("Id in your product")).toHaveValue("typed-id");
  await expectSound(page, "a form after the session");

  const opening = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Sign in in a new tab" }).click();
  const other = await opening;
  await expect(other.getByText(ENDED)).toBeVisible();
  await signIn(other, admin.email, admin.password);
  await expect(other.getByRole("heading", { level: 1, name: "Connect a company" })).toBeVisible();
  await page.getByLabel("Id in your product").fill("");
  await page.getByRole("button", { name: "Add company" }).click();
  await expect(page.getByRole("main")).toContainText(`Company: ${name}`);
});

test("dialog, move and check say so, too, and lose nothing", async ({ page, world }) => {
  const { companyId } = await world.connectedToQuickBooks();
  const admin = await enter(page, world);
  await page.goto(`/companies/${companyId}`);
  await page.getByRole("button", { name: "More for QuickBooks Online" }).click();
  await page.getByRole("link", { name: "Connect a different organisation" }).click();
  await page.getByLabel("Reason").fill("The books were merged");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Choose another organisation" }).click();
  await expect(page.getByRole("link", { name: "Sign in in a new tab" })).toHaveCount(1);
  await expect(page.getByLabel("Reason")).toHaveValue("The books were merged");

  await page.goto("/sign-in");
  await signIn(page, admin.email, admin.password);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.goto(`/companies/${companyId}`);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByRole("link", { name: "Sign in in a new tab" })).toHaveCount(1);
  await page.getByRole("link", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Your session has ended.");
  await expect(dialog.getByRole("link", { name: "Sign in in a new tab" })).toBeVisible();
});

test("a page asked for without a session says why another stands there, signing out does not", async ({
  page,
  world,
}) => {
  await page.goto("/connections?search=Acme");
  await expect(page.getByText("You are not signed in, or your session has ended.")).toBeVisible();
  const { id } = await enter(page, world);
  await world.database.query(`UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE id = $1`, [id]);
  await page.goto("/connections?search=Acme");
  await expect(page.getByText(ENDED)).toBeVisible();
  await page.goto("/sign-in");
  await enter(page, world);
  await page.getByText("Admin", { exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(page.getByText("signed out")).toHaveCount(0);
});

/** Signs a new admin in, on the sign-in page. */
async function enter(page: Page, world: World) {
  const admin = await world.user("admin");
  await page.goto("/sign-in");
  await signIn(page, admin.email, admin.password);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  return admin;
}
