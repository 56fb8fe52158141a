import type { Browser, Page } from "@playwright/test";
import { allowQuickBooks } from "./consent-page";
import { expect, test } from "./journey";
import { expectConnection } from "./screens";
import { expectSound } from "./sound";
import { type RoleName, sessionOf, stackHandle } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.afterEach(({ world }) => world.retireCompanies());

const tabs = (page: Page) => page.getByRole("navigation", { name: "Company" });
const main = (page: Page) => page.getByRole("main");

async function pageOf(browser: Browser, role: RoleName, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({
    storageState: sessionOf(role),
    baseURL: stackHandle().appUrl,
    javaScriptEnabled,
  });
  return context.newPage();
}

test("both providers stand on one page: the connected with its actions, the other with Connect", async ({
  page,
  world,
}) => {
  const { companyId, companyName, tenantName } = await world.connectedToQuickBooks();
  await page.goto(`/companies/${companyId}`);
  await expectConnection(page, companyName, "Working");
  const quickBooks = page.getByRole("region", { name: "QuickBooks Online" });
  await expect(quickBooks).toContainText(tenantName);
  for (const name of ["Check now", "Reconnect"]) {
    await expect(quickBooks.getByRole("button", { name })).toBeVisible();
  }
  await expect(quickBooks.getByText("Accounting: read and write", { exact: true })).toBeVisible();
  const xero = page.getByRole("region", { name: "Xero" });
  await expect(xero).toContainText("Not connected");
  await expect(xero.getByRole("button", { name: "Connect to Xero" })).toBeVisible();
  await expect(page.getByRole("region", { name: "What happened" }).getByRole("row")).not.toHaveCount(0);
  await expect(page.getByRole("region", { name: "Why did this break" })).toHaveCount(0);
  await expectSound(page, "a company with one of two");
});

test("support reads without acting, finance without the audit rows", async ({ browser, world }) => {
  const { companyId, companyName } = await world.connectedToQuickBooks();
  for (const [role, names] of [
    ["support", ["Status", "Timeline", "Audit", "Settings"]],
    ["finance", ["Status", "Timeline", "Settings"]],
  ] as const) {
    const page = await pageOf(browser, role);
    await page.goto(`/companies/${companyId}`);
    await expectConnection(page, companyName, "Working");
    await expect(tabs(page).getByRole("link")).toHaveText(names);
    await expect(main(page).locator("form")).toHaveCount(0);
    await expect(main(page).getByRole("region", { name: "What happened" })).toHaveCount(
      role === "support" ? 1 : 0,
    );
    await tabs(page).getByRole("link", { name: "Settings" }).click();
    await expect(page).toHaveURL(new RegExp(`/companies/${companyId}/settings$`));
    await expect(main(page)).toContainText("An admin can change this.");
    await expect(main(page).locator("form")).toHaveCount(0);
    if (role === "finance") {
      const refused = await page.request.get(`/companies/${companyId}/audit`);
      expect(refused.status()).toBe(403);
    }
    expect((await page.request.get(`/companies/${companyId}/merge`)).status()).toBe(403);
    await page.context().close();
  }
});

test("the tabs are links that a keyboard reaches and opens", async ({ page, world }) => {
  const { companyId } = await world.connectedToQuickBooks();
  await page.goto(`/companies/${companyId}`);
  await tabs(page).getByRole("link", { name: "Status" }).focus();
  for (const [name, tab] of [
    ["Timeline", "timeline"],
    ["Links", "links"],
    ["Audit", "audit"],
    ["Settings", "settings"],
  ] as const) {
    await page.keyboard.press("Tab");
    await expect(tabs(page).getByRole("link", { name })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/companies/${companyId}/${tab}$`));
    await expect(tabs(page).getByRole("link", { name })).toHaveAttribute("aria-current", "page");
    await tabs(page).getByRole("link", { name }).focus();
  }
});

test("the old addresses of a connection lead to its company, for good", async ({ page, world }) => {
  const { companyId, connectionId } = await world.connectedToQuickBooks();
  const answer = (path: string) => page.request.get(path, { maxRedirects: 0 });
  for (const [path, target] of [
    [`/connections/${connectionId}`, `/companies/${companyId}?provider=qbo`],
    [`/health/${connectionId}`, `/companies/${companyId}/timeline?provider=qbo`],
    [`/health/${connectionId}?event=abc`, `/companies/${companyId}/timeline?event=qbo-abc#event-qbo-abc`],
    [`/connections/company?id=${companyId}`, `/companies/${companyId}/settings`],
  ] as const) {
    const redirect = await answer(path);
    expect(redirect.status(), path).toBe(308);
    const { pathname, search, hash } = new URL(redirect.headers().location ?? "", stackHandle().appUrl);
    expect(`${pathname}${search}${hash}`, path).toBe(target);
  }
  expect((await answer("/connections/unknown")).status()).toBe(404);
  await page.goto(`/connections/${connectionId}`);
  await expect(page).toHaveURL(new RegExp(`/companies/${companyId}\\?provider=qbo$`));
  await expect(page.getByRole("region", { name: "QuickBooks Online" })).toBeVisible();
});

test("an id of the product with a slash, a space and letters of other alphabets has its page", async ({
  page,
  world,
}) => {
  const id = world.unique("tenant/42 größe ?#%");
  await world.database.query(`INSERT INTO "Company" (id, name) VALUES ($1, 'Slashed Ltd')`, [id]);
  await page.goto(`/companies/${encodeURIComponent(id)}`);
  await expect(page.getByRole("heading", { level: 1, name: "Slashed Ltd" })).toBeVisible();
  await tabs(page).getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Company name").fill(world.unique("Slashed renamed"));
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByText(/^Renamed to/)).toBeVisible();
  await page.getByRole("button", { name: "Remove company" }).click();
  await expect(page.getByText(/was removed$/)).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("contact and tags are saved, what is wrong is named and what was typed is kept", async ({
      page,
      world,
    }) => {
      const { companyId } = await world.company("Contacted");
      await page.goto(`/companies/${companyId}/settings`);
      const [name, email, locale, tags] = [
        page.getByLabel("Contact name"),
        page.getByLabel("Contact email"),
        page.getByLabel("Language"),
        page.getByRole("textbox", { name: "Tags" }),
      ];
      const save = page.getByRole("button", { name: "Save contact and tags" });
      await name.fill("Ada Byron");
      await email.fill("ada at acme");
      await tags.fill("gold\nnorth, south");
      await save.click();
      await expect(page.getByText("Enter one email address")).toBeVisible();
      await expect(name).toHaveValue("Ada Byron");
      await expect(tags).toHaveValue("gold\nnorth, south");
      await email.fill("ada@acme.example");
      await locale.fill("en-gb");
      await save.click();
      await expect(page.getByText("Contact and tags saved")).toBeVisible();
      await expect(locale).toHaveValue("en-GB");
      await expect(page.getByRole("list", { name: "Tags" }).getByRole("listitem")).toHaveText([
        "gold",
        "north, south",
      ]);
      await expect(page.getByRole("link", { name: "ada@acme.example" })).toBeVisible();
      await email.fill("");
      await save.click();
      await expect(page.getByRole("link", { name: "ada@acme.example" })).toHaveCount(0);
      await expect(name).toHaveValue("Ada Byron");
    });

    test("a company is archived once it is disconnected, leaves the lists, and comes back", async ({
      page,
      world,
    }) => {
      const { companyId, companyName } = await world.connectedToQuickBooks("Shelved");
      await page.goto(`/companies/${companyId}/settings`);
      await expect(page.getByRole("button", { name: "Archive company" })).toHaveCount(0);
      await page
        .getByRole("region", { name: "Archive" })
        .getByRole("link", { name: "QuickBooks Online" })
        .click();
      await page.getByRole("link", { name: "Disconnect" }).click();
      await (javaScriptEnabled ? page.getByRole("dialog") : page)
        .getByRole("button", { name: "Disconnect" })
        .click();
      await expectConnection(page, companyName, "Disconnected");

      await tabs(page).getByRole("link", { name: "Settings" }).click();
      await page.getByRole("button", { name: "Archive company" }).click();
      await expect(main(page)).toContainText(/Archived \d+ \w{3} \d{4}/);
      await tabs(page).getByRole("link", { name: "Status" }).click();
      await expect(page.getByRole("button", { name: /^Connect to/ })).toHaveCount(0);
      await page.goto(`/connections?${new URLSearchParams({ search: companyName })}`);
      await expect(page.getByText("No connection matches")).toBeVisible();
      await page.goto(`/companies?${new URLSearchParams({ search: companyName, archived: "1" })}`);
      await page.getByRole("link", { name: companyName }).click();

      await page.getByRole("button", { name: "Unarchive" }).click();
      await expect(page.getByText(`${companyName} is back`)).toBeVisible();
      await page.goto(`/connections?${new URLSearchParams({ search: companyName })}`);
      await expect(page.getByRole("table")).toContainText(companyName);
    });

    test("a duplicate is merged with a reason, and its address leads to the one that stays", async ({
      page,
      world,
    }) => {
      const stays = await world.company("Stays");
      const goes = await world.connectedToQuickBooks("Goes");
      await page.goto(`/companies/${stays.companyId}/settings`);
      await page.getByRole("link", { name: "Find the duplicate" }).click();
      await page.getByLabel("Search").fill(goes.companyName);
      await page.getByLabel("Search").press("Enter");
      await page
        .getByRole("list", { name: "Companies" })
        .getByRole("link", { name: goes.companyName })
        .click();
      await expect(main(page)).toContainText(`Calls for ${goes.companyId} get no token from then on.`);
      if (javaScriptEnabled) await expectSound(page, "what a merge does");
      await page.getByLabel("Reason").fill("Typed in twice");
      await page.getByRole("button", { name: `Merge into ${stays.companyName}` }).click();

      await expectConnection(page, stays.companyName, "Working");
      await expect(main(page)).toContainText(`Calls for ${goes.companyId} no longer get a token`);
      await page.getByRole("link", { name: "See the merged company" }).click();
      await expect(page.getByRole("heading", { level: 1, name: goes.companyName })).toBeVisible();
      await expect(main(page)).toContainText(/Merged \d+ \w{3} \d{4}/);
      await main(page).getByRole("link", { name: stays.companyName }).click();
      await expectConnection(page, stays.companyName, "Working");
      await page.goto(`/connections/${goes.connectionId}`);
      await expect(page).toHaveURL(new RegExp(`/companies/${stays.companyId}\\?provider=qbo$`));
    });
  });
}

test("two that are connected to one provider are refused before anyone gives a reason", async ({
  page,
  world,
}) => {
  const stays = await world.connectedToQuickBooks("Both stay");
  const goes = await world.connectedToQuickBooks("Both go");
  await page.goto(`/companies/${stays.companyId}/merge?from=${goes.companyId}`);
  await expect(main(page)).toContainText(
    `Both are connected to QuickBooks Online. Disconnect ${goes.companyName} first.`,
  );
  await expect(page.getByLabel("Reason")).toHaveCount(0);
  await page.getByRole("link", { name: "Merge the other way round" }).click();
  await expect(main(page)).toContainText(`Disconnect ${stays.companyName} first.`);
});

test("a broken connection says why on its section, and a consent ends there", async ({ page, world }) => {
  const { companyId, companyName, tenantId, tenantName } = await world.connectedToQuickBooks();
  await world.simulator.revokeGrant({ provider: "qbo", realmId: tenantId });
  await page.goto(`/companies/${companyId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expectConnection(page, companyName, "Needs reconnecting");
  const section = page.getByRole("region", { name: "QuickBooks Online", exact: true });
  await expect(section.getByRole("status")).toHaveCount(1);
  await expect(section.getByRole("region", { name: "Why did this break?" })).toBeVisible();
  await expectSound(page, "a broken connection");
  await section.getByRole("button", { name: "Reconnect" }).click();
  await allowQuickBooks(page, tenantName);
  await expect(page).toHaveURL(new RegExp(`/companies/${companyId}\\?provider=qbo&connected=1$`));
  await expect(section).toContainText(`${companyName} is connected to ${tenantName}`);
  await expect(section.getByRole("region", { name: "Why did this break?" })).toHaveCount(0);
});
