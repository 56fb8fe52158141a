import { withRequestContext } from "@/lib/request-context";
import { dataRows, pageOf } from "./audit-page";
import { expect, test } from "./journey";
import type { World } from "./world";

test("a request is shown from its caller to the provider's answer, also without scripts", async ({
  browser,
  world,
}) => {
  const { connectionId, companyId, companyName } = await world.connectedToQuickBooks("Traced");
  const requestId = world.unique("req").replace(" ", "");
  const generation = await nearItsEnd(world, connectionId);
  const context = { requestId, ipAddress: "192.0.2.7", userAgent: "product/7" };
  await withRequestContext(context, () => world.service.getValidToken(companyId, "qbo", "invoice-sync"));
  await expect.poll(() => rowsOf(world, requestId)).toBeGreaterThanOrEqual(2);

  const page = await pageOf(browser, "support", { javaScriptEnabled: false });
  await page.goto(`/audit?company=${companyId}&operation=token.vend`);
  await dataRows(page).first().getByRole("link", { name: "Whole request" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit/requests/${requestId}$`));
  const caller = page.getByRole("region", { name: "Steps" }).locator("> ol > li");
  await expect(caller).toContainText("invoice-sync");
  await expect(caller).toContainText("192.0.2.7 · product/7");
  const vend = caller.locator("> ol > li");
  await expect(vend).toContainText("Token request");
  await expect(vend).toContainText(companyName);
  const refresh = vend.locator("> ol > li").filter({ hasText: "Token refresh" });
  await expect(refresh).toContainText(/Token version \d+ →to \d+/);
  await expect(refresh).toContainText(`${generation + 1}`);
  await expect(refresh).toContainText(/took \d+ ms/);
  await expect(refresh).toContainText("QuickBooks Online answered");
  await expect(refresh).toContainText("/oauth2/v1/tokens/bearer");
  await expect(refresh).toContainText("Reference");
  await page.getByRole("link", { name: "All rows of this request" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?request=${requestId}&since=all$`));
  expect(await dataRows(page).count()).toBeGreaterThanOrEqual(2);
  await page.context().close();
});

test("a job's run for one connection is a request of its own", async ({ browser, world }) => {
  test.setTimeout(180_000);
  const first = await world.connectedToQuickBooks("Run one");
  const second = await world.connectedToQuickBooks("Run two");
  for (const { companyId } of [first, second]) {
    await world.database.query(
      `UPDATE "ConnectionHealth" SET "lastProbedAt" = now() - interval '2 hours' WHERE "companyId" = $1`,
      [companyId],
    );
  }
  const runOf = async (companyId: string) => {
    const [row] = await world.database.query<{ requestId: string | null }>(
      `SELECT "requestId" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'connection.check'
       AND "userId" = 'health' ORDER BY "timestamp" DESC LIMIT 1`,
      [companyId],
    );
    return row?.requestId ?? "";
  };
  for (const { companyId } of [first, second])
    await expect.poll(() => runOf(companyId), { timeout: 80_000 }).not.toBe("");
  const runs = [await runOf(first.companyId), await runOf(second.companyId)];
  expect(new Set(runs).size).toBe(2);

  const page = await pageOf(browser, "support");
  await page.goto(`/audit/requests/${runs[0]}`);
  const steps = page.getByRole("region", { name: "Steps" });
  await expect(steps).toContainText("health");
  await expect(steps).toContainText("Within this process");
  await expect(steps).toContainText(first.companyName);
  await expect(steps).toContainText("QuickBooks Online answered");
  await expect(steps).not.toContainText(second.companyName);
  await page.context().close();
});

test("a request that left no row is said to have left none", async ({ browser }) => {
  const page = await pageOf(browser, "support");
  await page.goto("/audit/requests/unknown");
  await expect(page.getByText("No rows of this request")).toBeVisible();
  await page.context().close();
});

/** So near the end of its token's life that whoever asks waits for a refresh. @returns Its generation. */
async function nearItsEnd(world: World, connectionId: string): Promise<number> {
  const [grant] = await world.database.query<{ generation: number }>(
    `UPDATE "Grant" g SET "accessExpiresAt" = now() + interval '5 seconds' FROM "Connection" c
     WHERE c.id = $1 AND g.id = c."grantId" RETURNING g.generation`,
    [connectionId],
  );
  return grant?.generation ?? 0;
}

async function rowsOf(world: World, requestId: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "AuditLog" WHERE "requestId" = $1`,
    [requestId],
  );
  return row?.count ?? 0;
}
