import { onConsentPage } from "./consent-page";
import { expect, test } from "./journey";
import { quickBooksStatus } from "./quickbooks-api";
import { expectConnection, statusBadge } from "./screens";
import { sessionOf } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

const LIMIT_MS = 3_000;
/** What the consent may take of the machine, counted in loads of the page it ends on. */
const LIMIT_PAGES = 10;
const ROUNDS = 3;

test("a connection ended at QuickBooks is back within three seconds of one click's consent, or ten page loads of a busy machine", async ({
  page,
  world,
}) => {
  const { companyId, companyName, connectionId, tenantId, tenantName } = await world.connectedToQuickBooks();
  const tookMs: number[] = [];
  const pageMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const askedAtMs = Date.now();
    await page.goto(`/connections/${connectionId}`);
    await expectConnection(page, companyName, "Working");
    pageMs.push(Date.now() - askedAtMs);
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
  const description = `${tookMs.join(", ")} ms; a page ${pageMs.join(", ")} ms`;
  test.info().annotations.push({ type: "from Allow to Working", description });
  // The middle one of three: a machine busy with something else delays one round, not most.
  const [took = 0, load = 0] = [tookMs, pageMs].map((times) => times.toSorted((a, b) => a - b)[1]);
  expect(took, description).toBeLessThan(Math.max(LIMIT_MS, LIMIT_PAGES * load));
});
