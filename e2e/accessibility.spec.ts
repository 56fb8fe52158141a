import type { Page } from "@playwright/test";
import { allowXero } from "./consent-page";
import { expect, test } from "./journey";
import { pagesBehindSignIn, publicPages } from "./pages";
import { expectSound } from "./sound";
import { sessionOf, stackHandle } from "./stack-handle";

const PARTS = 3;

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });
    // Each page is judged at three widths.
    test.setTimeout(240_000);

    test("no public page breaks WCAG 2.2 AA or scrolls sideways", async ({ page }) => {
      for (const { name, path } of publicPages) {
        await page.goto(path);
        await expectSound(page, name);
      }
      await page.goto("/reconnect/nothing-here");
      await expectSound(page, "not found");
    });

    for (let part = 0; part < PARTS; part++) {
      test(`no page of an admin does, part ${part + 1} of ${PARTS}`, async ({ browser }) => {
        const context = await browser.newContext({
          storageState: sessionOf("admin"),
          baseURL: stackHandle().appUrl,
          colorScheme: theme,
        });
        const page = await context.newPage();
        const complaints = listen(page);
        for (const { name, path } of pagesBehindSignIn().filter((_, index) => index % PARTS === part)) {
          await page.goto(path);
          await expectSound(page, name);
        }
        expect(complaints).toEqual([]);
        await page.goto("/connections/unknown");
        await expectSound(page, "no such connection");
        await context.close();
      });
    }

    test("no refusal, dialog or notice does", async ({ browser, world }) => {
      const { appUrl: baseURL, gallery } = stackHandle();
      const options = { baseURL, colorScheme: theme };
      const support = await browser.newContext({ ...options, storageState: sessionOf("support") });
      const refused = await support.newPage();
      await refused.goto("/connections/new");
      await expectSound(refused, "not allowed");
      await support.close();

      const admin = await browser.newContext({ ...options, storageState: sessionOf("admin") });
      const page = await admin.newPage();
      await page.goto(`/connections/${gallery.working}`);
      await page.getByRole("link", { name: "Disconnect" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectSound(page, "disconnect dialog");

      const { companyId, companyName } = await world.company();
      const names = [`${companyName} East`, `${companyName} West`];
      const { name: bookkeeper } = await world.bookkeeper(names);
      await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
      await expectSound(page, "choose a provider");
      await page.getByRole("button", { name: "Connect to Xero" }).click();
      await allowXero(page, bookkeeper, names);
      await expect(page.getByLabel(`${companyName} East`)).toBeVisible();
      await expectSound(page, "choose an organisation");

      await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
      await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await expect(page.getByText("The consent was declined")).toBeVisible();
      await expectSound(page, "declined consent");
      await admin.close();
    });
  });
}

test("the theme chosen in the menu overrides the system's and stays", async ({ browser }) => {
  const context = await browser.newContext({
    storageState: sessionOf("support"),
    baseURL: stackHandle().appUrl,
    colorScheme: "light",
  });
  const page = await context.newPage();
  await page.goto("/");
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const light = await ink();
  await page.getByText("Support", { exact: true }).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await expect.poll(ink).not.toBe(light);
  const dark = await ink();
  await page.goto("/connections");
  expect(await ink()).toBe(dark);
  await context.close();
});

/** Whatever the browser complains of: exceptions, refused scripts and styles, missing files. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return complaints;
}
