import { allowQuickBooks, startConnecting } from "./consent-page";
import { expect, test } from "./journey";
import { expectConnection, signIn } from "./screens";
import { expectSound } from "./sound";
import { sessionOf } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.setTimeout(60_000);

test.describe("A consent", () => {
  test("by somebody who is no QuickBooks admin is explained, and connects nothing", async ({
    page,
    world,
  }) => {
    const { companyId, companyName } = await world.company();
    const tenantName = `${companyName} Inc.`;
    const { realmId: tenantId } = await world.simulator.addIntuitCompany(tenantName);
    const effect = { kind: "status", status: 403 } as const;
    await world.simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect });
    await startConnecting(page, { companyId, companyName });
    await allowQuickBooks(page, tenantName);
    const notice = page.getByRole("alert").filter({ hasText: "The organisation refused access" });
    await expect(notice).toContainText(
      "Nothing was changed here. QuickBooks Online may go on listing the access that was given. It takes a QuickBooks admin to consent.",
    );
    await expect(page.getByRole("button", { name: "Connect to QuickBooks" })).toBeVisible();
    await expectSound(page, "refused consent");
    expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  });

  test("that cannot be verified yet rests, and is settled without a second one", async ({ page, world }) => {
    const { companyId, companyName } = await world.company();
    const tenantName = `${companyName} Inc.`;
    const { realmId: tenantId } = await world.simulator.addIntuitCompany(tenantName);
    const effect = { kind: "status", status: 503 } as const;
    await world.simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect, times: 2 });
    await startConnecting(page, { companyId, companyName });
    await allowQuickBooks(page, tenantName);
    await expect(page.getByRole("heading", { level: 1, name: /Consent saved/ })).toBeVisible();
    const main = page.getByRole("main");
    await expect(main).toContainText("QuickBooks Online answered 503. No new consent is needed");
    await expectSound(page, "resting consent");

    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Still not verified." })).toBeVisible();
    await expectSound(page, "resting consent, tried again");
    await page.getByRole("button", { name: "Try again" }).click();
    await expectConnection(page, companyName, "Working");
    const grants = (await world.simulator.grants()).filter(({ realmId }) => realmId === tenantId);
    expect(grants).toHaveLength(1);
  });

  test("outlives a session that ends meanwhile: signing in brings it back", async ({ browser, world }) => {
    const { companyId, companyName } = await world.company();
    const tenantName = `${companyName} Inc.`;
    await world.simulator.addIntuitCompany(tenantName);
    const { email, password } = await world.user("admin");
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await signIn(page, email, password);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await startConnecting(page, { companyId, companyName });
    await expect(page.getByRole("button", { name: "Allow" })).toBeVisible();
    await context.clearCookies({ name: /session-token/ });
    await allowQuickBooks(page, tenantName);
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await signIn(page, email, password);
    await expectConnection(page, companyName, "Working");
    await expect(page).toHaveURL(/\/companies\/[\w-]+\?provider=qbo&connected=1$/);
    await context.close();
  });

  test("that comes back to somebody whose role excludes it is answered in words", async ({ browser }) => {
    const context = await browser.newContext({ storageState: sessionOf("support") });
    const page = await context.newPage();
    const answer = await page.goto("/api/oauth/qbo/callback?code=none&state=none");
    expect(answer?.status()).toBe(403);
    const heading = page.getByRole("heading", { level: 1, name: "This takes another role" });
    await expect(heading).toBeVisible();
    await expect(page.getByText(/^Reference \w{8,}/)).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectSound(page, `refused in words, ${colorScheme}`);
    }
    await page.getByRole("link", { name: "Go to the overview" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await context.close();
  });
});
