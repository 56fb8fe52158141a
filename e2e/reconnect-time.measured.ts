import { onConsentPage } from "./consent-page";
import { expect, test } from "./journey";
import { quickBooksStatus } from "./quickbooks-api";
import { expectConnection, statusBadge } from "./screens";
import { sessionOf } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

const LIMIT_MS = 3_000;
const ROUNDS = 3;

test("a connection ended at QuickBooks is back within three seconds of one click's consent", async ({
  page,
  world,
}) => {
  const { companyId, companyName, connectionId, tenantId, tenantName } = await world.connectedToQuickBooks();
  const tookMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto(`/connections/${connectionId}`);
    await expectConnection(page, companyName, "Working");
    await world.simulator.revokeGrant({ provider: "qbo", realmId: tenantId });
    await page.getByRole("button", { name: "Check now" }).click();
    await expectConnection(page, companyName, "Needs reconnecting");

    await page.getByRole("button", { name: "Reconnect" }).click();
    await onConsentPage(page, "qbo");
    await page.getByLabel(tenantName, { exact: true }).check();
    const allowedAtMs = Date.now();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(statusBadge(page, "Working")).toBeVisible();
    tookMs.push(Date.now() - allowedAtMs);

    const token = await world.service.getValidToken(companyId, "qbo", world.adminId);
    expect(await quickBooksStatus(tenantId, token)).toBe(200);
  }
  const description = `${tookMs.join(", ")} ms`;
  test.info().annotations.push({ type: "from Allow to Working", description });
  // The middle one of three: a machine busy with something else delays one round, not most.
  const [, median] = tookMs.toSorted((a, b) => a - b);
  expect(median, description).toBeLessThan(LIMIT_MS);
});
