import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { sessionOf, stackHandle } from "./stack-handle";

const OUTAGE = "Xero has been failing since";
const main = (page: Page) => page.getByRole("main");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({
      javaScriptEnabled,
      storageState: ({ browserName: _ }, use) => use(sessionOf("finance")),
    });

    test("an outage is told once on the overview, and leads to whom it touches", async ({ page }) => {
      const { gallery } = stackHandle();
      await page.goto("/");
      const banner = main(page).getByRole("status").filter({ hasText: OUTAGE });
      await expect(banner).toHaveCount(1);
      await expect(banner).toContainText("3 companies are affected.");
      await expect(banner).toContainText("Nothing to do:");
      await banner.getByRole("link", { name: "Who is affected" }).click();
      await expect(page).toHaveURL(new RegExp(`/health/incidents/${gallery.openIncident}$`));
      await expect(page.getByRole("heading", { level: 1, name: "Xero is failing" })).toBeVisible();
      for (const which of ["One", "Two", "Three"]) {
        await expect(
          main(page)
            .getByRole("listitem")
            .filter({ hasText: `Gallery Outage ${which}` }),
        ).toContainText("Not working yet");
      }
      await expect(main(page)).toContainText(/Xero's reference: \S+/);
    });

    test("an outage that is over stays on the list, with everybody's recovery", async ({ page }) => {
      const { gallery } = stackHandle();
      await page.goto("/health/incidents");
      const list = main(page).getByRole("list", { name: "Incidents, newest first" });
      await expect(list.getByRole("link", { name: "Xero is failing" })).toHaveCount(1);
      await list.getByRole("link", { name: "Xero failed" }).click();
      await expect(page).toHaveURL(new RegExp(`/health/incidents/${gallery.pastIncident}$`));
      await expect(main(page)).toContainText("3 of 3 affected companies have recovered.");
      await expect(main(page).getByText(/^Recovered/)).toHaveCount(3);
      // Finance reads of companies here and has no page of theirs.
      await expect(page.locator('a[href^="/connections"]')).toHaveCount(0);
    });
  });
}

test("a connection in the outage says so, and asks nobody to reconnect", async ({ browser }) => {
  const context = await browser.newContext({
    storageState: sessionOf("support"),
    baseURL: stackHandle().appUrl,
  });
  const page = await context.newPage();
  await page.goto(`/health/incidents/${stackHandle().gallery.openIncident}`);
  await main(page).getByRole("link", { name: "Gallery Outage One" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Gallery Outage One" })).toBeVisible();
  await expect(main(page)).toContainText(/Xero has been failing since .*for 3 companies\./);
  await expect(main(page)).toContainText("Nothing to do:");
  await expect(main(page)).not.toContainText("must reconnect");
  await page.goto("/connections?search=Gallery+Outage");
  await expect(main(page).getByRole("status").filter({ hasText: OUTAGE })).toHaveCount(1);
  await context.close();
});
