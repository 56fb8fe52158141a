import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { statusBadge } from "./screens";
import { expectSound } from "./sound";
import { sessionOf } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.afterEach(({ world }) => world.retireCompanies());

for (const width of [1280, 1024, 390, 320]) {
  test(`at ${width} px no answer of Check now moves a button`, async ({ page, world }) => {
    await page.setViewportSize({ width, height: 800 });
    const { connectionId, tenantId } = await world.connectedToQuickBooks();
    await page.goto(`/connections/${connectionId}`);
    const before = await buttonsOf(page);
    expect(Object.keys(before)).toEqual(["Check now", "Reconnect", "Disconnect", "More"]);

    await check(page, "It works:");
    expect(await buttonsOf(page)).toEqual(before);
    await expect(statusBadge(page, "Working")).toBeVisible();

    const effect = { kind: "status", status: 429, retryAfterSeconds: 120 } as const;
    await world.simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect, times: 1 });
    await check(page, "It does not work: QuickBooks Online asked us to slow down");
    await expect(statusBadge(page, "Provider trouble")).toBeVisible();
    expect(await buttonsOf(page)).toEqual(before);

    await world.simulator.revokeGrant({ provider: "qbo", realmId: tenantId });
    await check(page, "It does not work: QuickBooks Online access was revoked");
    await expect(statusBadge(page, "Needs reconnecting")).toBeVisible();
    expect(await buttonsOf(page)).toEqual(before);
    await expectSound(page, `the answer of a check at ${width} px`);

    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(page.getByRole("main").getByText("It does not work:")).toHaveCount(0);
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Check now says what it found, too", async ({ page, world }) => {
    const { connectionId } = await world.connectedToQuickBooks();
    await page.goto(`/connections/${connectionId}`);
    await page.getByRole("button", { name: "Check now" }).click();
    await expect(page.getByRole("main")).toContainText("It works: QuickBooks Online answered");
  });
});

async function check(page: Page, answer: string): Promise<void> {
  const toast = page.getByRole("main").getByText(answer);
  const shown = await toast.count();
  await page.getByRole("button", { name: "Check now" }).click();
  if (shown > 0) await expect(toast).toHaveCount(0);
  await expect(toast).toBeVisible();
}

/** Where the page's own buttons stand, in pixels of the page. */
async function buttonsOf(page: Page): Promise<Record<string, { x: number; y: number; width: number }>> {
  const header = page.getByRole("region", { name: "QuickBooks Online" }).locator("header");
  // A dialog's own buttons are not on the page until it opens.
  const buttons = header.locator("form:not(dialog *) > button, a[aria-haspopup], [popovertarget]");
  const places = await buttons.evaluateAll((all) =>
    all.map((element) => {
      const { left, top, width } = element.getBoundingClientRect();
      const place = { x: left + window.scrollX, y: top + window.scrollY, width };
      return [element.textContent?.trim() || element.getAttribute("title"), place] as const;
    }),
  );
  return Object.fromEntries(places);
}
