import { startTokens } from "@/lib/boot/start/start-tokens";
import { systemClock } from "@/lib/clock";
import { readEnv } from "@/lib/env";
import { providerModules } from "@/lib/token/providers/registry";
import { expect, test } from "./journey";
import { sessionOf, stackHandle } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

test("an admin compares the addresses that a provider's document names, and accepts them", async ({
  page,
  world,
}) => {
  const { simulatorUrl, env } = stackHandle();
  const { stop, readDiscovery } = await startTokens(
    readEnv(providerModules, env),
    world.database,
    systemClock,
  );
  const named = `${simulatorUrl}/xero/connect/v2/token`;
  try {
    await readDiscovery(0);
    await page.goto("/settings/providers");
    await expect(page.getByText("It names the addresses in use.").first()).toBeVisible();

    await world.simulator.setKnobs({ xero: { document: { token_endpoint: "https://evil.example/token" } } });
    await readDiscovery(0);
    await page.reload();
    const others = page.getByRole("region", { name: "Xero names other addresses" });
    await expect(others).toContainText("Not at the provider's own domain: it can't be accepted.");
    await expect(others.getByRole("button")).toHaveCount(0);

    await world.simulator.setKnobs({ xero: { document: { token_endpoint: named } } });
    await readDiscovery(0);
    await page.reload();
    await expect(others).toContainText(named);
    await page.goto("/");
    await expect(page.getByRole("region", { name: "Ahead" })).toContainText("Xero names other addresses");
    await page.goto("/settings/providers");
    await others.getByRole("button", { name: "Accept the new addresses" }).click();
    await expect(page.getByText("New addresses in use")).toBeVisible();
    await expect(others).toHaveCount(0);
    await expect(page.getByText(named)).toBeVisible();
    const connected = await world.connectedToXero("Moved");
    expect(connected.connectionId).toBeTruthy();
  } finally {
    await world.simulator.setKnobs({ xero: { document: {} } });
    await world.database.query(`DELETE FROM "ProviderDiscovery" WHERE "connectionType" = 'xero'`);
    await stop();
    await world.retireCompanies();
  }
});
