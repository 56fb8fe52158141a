import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { expectSound } from "./sound";
import { sessionOf } from "./stack-handle";
import type { World } from "./world";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.setTimeout(120_000);

/** A receiver that no resolver knows: what matters here is what the screens say of it. */
const newHost = (world: World) => `${world.unique("receiver").replace(" ", "-")}.invalid`;

async function addEndpoint(page: Page, url: string): Promise<void> {
  await page.goto("/settings/events");
  await page.getByLabel("Receiver's URL").fill(url);
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByText("Copy the signing secret now")).toBeVisible();
}

async function openEndpoint(page: Page, host: string): Promise<void> {
  await page.goto("/settings/events");
  await page.getByRole("link", { name: `https://${host}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `https://${host}` })).toBeVisible();
}

async function removeEndpoint(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("Endpoint removed", { exact: true })).toBeVisible();
}

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test("an endpoint's secret is shown once; its messages appear as things happen, and are sent again", async ({
      page,
      world,
    }) => {
      const host = newHost(world);
      await addEndpoint(page, `https://${host}/secret-path`);
      const secret = (await page.getByText(/^whsec_/).textContent()) ?? "";
      expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
      await expect(page.getByRole("button", { name: "Copy secret" })).toBeVisible();
      await expectSound(page, "a new endpoint");
      await page.goto("/settings/events");
      const html = await page.content();
      expect(html).toContain(`https://${host}/…`);
      expect(html).not.toContain("secret-path");
      expect(html).not.toContain(secret);

      const { companyName } = await world.connectedToQuickBooks();
      await openEndpoint(page, host);
      const row = page.getByRole("row").filter({ hasText: companyName });
      await expect(async () => {
        await page.reload();
        await expect(row).toContainText("connection.connected", { timeout: 1_000 });
      }).toPass({ timeout: 20_000 });
      await expectSound(page, "an endpoint's messages");
      await row.getByRole("button", { name: /^Redeliver Connected/ }).click();
      await expect(page.getByRole("main").getByText("Sending it again.")).toBeVisible();
      await removeEndpoint(page);
      await expect(page.getByRole("link", { name: `https://${host}` })).toHaveCount(0);
    });
  });
}

test("an address inside is refused with everything kept that was chosen", async ({ page }) => {
  await page.goto("/settings/events");
  const url = page.getByLabel("Receiver's URL");
  await url.fill("https://169.254.169.254/latest");
  await page.getByRole("checkbox", { name: /^Disconnected/ }).check();
  await page.getByRole("radio", { name: "Only these" }).check();
  await page.getByLabel("Company ids").fill("nobody");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByRole("main").getByText("That address is not on the public internet")).toBeVisible();
  await expect(url).toHaveValue("https://169.254.169.254/latest");
  await expect(page.getByRole("checkbox", { name: /^Disconnected/ })).toBeChecked();
  await expect(page.getByLabel("Company ids")).toHaveValue("nobody");
  await url.fill("https://events.invalid/");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByRole("main").getByText("There is no company")).toBeVisible();
  await expectSound(page, "a refused endpoint");
});

test("an endpoint takes other events, gets a new secret, is turned off and on by keyboard, and removed", async ({
  page,
  world,
}) => {
  const host = newHost(world);
  await addEndpoint(page, `https://${host}/`);
  await openEndpoint(page, host);
  await page.getByRole("checkbox", { name: /^Disconnected/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("It now gets these events")).toBeVisible();
  await expect(page.getByRole("main").getByText("1 type, every company")).toBeVisible();

  await page.getByText("New secret for").click();
  await page.getByRole("button", { name: "Create new secret" }).click();
  await expect(page.getByText(/^whsec_/)).toBeVisible();
  await expect(page.getByText("Two: the old secret also signs until")).toBeVisible();
  await expectSound(page, "a new secret");

  await page.getByRole("button", { name: "Turn off" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Turn on" })).toBeVisible();
  await expect(page.getByRole("main").getByText("A person turned it off.")).toBeVisible();
  await page.getByRole("button", { name: "Turn on" }).press("Enter");
  await expect(page.getByRole("button", { name: "Turn off" })).toBeVisible();
  await removeEndpoint(page);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("an endpoint is added, turned off and removed", async ({ page, world }) => {
    const host = newHost(world);
    await addEndpoint(page, `https://${host}/`);
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await openEndpoint(page, host);
    await page.getByRole("button", { name: "Turn off" }).click();
    await expect(page.getByRole("button", { name: "Turn on" })).toBeVisible();
    await removeEndpoint(page);
  });
});
