import type { Page } from "@playwright/test";
import { pageOf } from "./audit-page";
import { expect, test } from "./journey";

/** Holds back every script of a page, until the answer is called. */
async function withholdScripts(page: Page): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await released;
    await route.continue();
  });
  return async () => {
    release();
    await page.waitForFunction(() =>
      [...document.querySelectorAll("form")].some((form) =>
        Object.keys(form).some((key) => key.startsWith("__reactProps")),
      ),
    );
    // The effects of what was hydrated run before the browser has nothing left to do.
    for (let pause = 0; pause < 3; pause++) {
      await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
    }
  };
}

const FIELDS = [
  { path: "/audit", label: "Filter", text: "operation:api.call" },
  { path: "/connections", label: "Search", text: "acme" },
  { path: "/settings", label: "Email address", text: "books@example.com" },
  { path: "/settings", label: "Webhook URL", text: "https://example.com/hook" },
  { path: "/settings/events", label: "Receiver's URL", text: "https://example.com/events" },
];

for (const { path, label, text } of FIELDS) {
  test(`what is typed into ${label} of ${path} before the scripts arrive stays`, async ({ browser }) => {
    const page = await pageOf(browser, "admin");
    const release = await withholdScripts(page);
    await page.goto(path, { waitUntil: "commit" });
    const field = page.getByLabel(label, { exact: true });
    await field.fill(text);
    await release();
    await expect(field).toHaveValue(text);
    await page.context().close();
  });
}

test("a filter chosen before the scripts arrive is applied once they are there", async ({ browser }) => {
  for (const path of ["/audit", "/connections"]) {
    const page = await pageOf(browser, "admin");
    const release = await withholdScripts(page);
    await page.goto(path, { waitUntil: "commit" });
    await page.getByLabel("Provider", { exact: true }).selectOption("qbo");
    await release();
    await expect(page).toHaveURL((url) => url.searchParams.get("provider") === "qbo");
    await expect(page.getByLabel("Provider", { exact: true })).toHaveValue("qbo");
    await page.context().close();
  }
});
