import type { Page } from "@playwright/test";
import { allowQuickBooks, startConnecting } from "./consent-page";
import { expect, test } from "./journey";
import { expectConnection } from "./screens";
import { expectSound } from "./sound";
import { sessionOf } from "./stack-handle";
import type { ConnectedCompany, World } from "./world";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });
test.setTimeout(60_000);
test.afterEach(({ world }) => world.retireCompanies());

const NOBODY = "Nothing to do: we retry until QuickBooks Online answers.";

test.describe("Check now says what is wrong and who acts:", () => {
  const status503 = { kind: "status", status: 503 } as const;
  for (const { what, effect, words } of [
    { what: "a provider that answers 503", effect: status503, words: "QuickBooks Online answered 503." },
    {
      what: "a connection cut off",
      effect: { kind: "reset" } as const,
      words: "QuickBooks Online broke off",
    },
  ]) {
    test(`${what} is the provider's trouble, and nobody need act`, async ({ page, world }) => {
      const company = await world.connectedToQuickBooks();
      const { tenantId } = company;
      await world.simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect });
      await check(page, company);
      await expectVerdict(page, company, "Provider trouble", [words, "The connection is safe.", NOBODY]);
      await expect(page.getByRole("main").getByText(`It does not work: ${words}`)).toBeVisible();
      expect(await world.service.getTokenStatus(company.companyId, "qbo")).toMatchObject({ status: "VALID" });
    });
  }

  test("too many calls are waited out, for as long as the provider says", async ({ page, world }) => {
    const company = await world.connectedToQuickBooks();
    const effect = { kind: "status", status: 429, retryAfterSeconds: 120 } as const;
    const { tenantId } = company;
    await world.simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect });
    await check(page, company);
    const sentence = "QuickBooks Online asked us to slow down (429).";
    await expectVerdict(page, company, "Provider trouble", [sentence, "Nothing to do:"]);
    const answer = `It does not work: ${sentence} Try again in 2 minutes.`;
    await expect(page.getByRole("main").getByText(answer)).toBeVisible();
  });

  test("a refused client id is ours to mend, and marks no connection dead", async ({ page, world }) => {
    const company = await world.connectedToQuickBooks();
    await refuseRefresh(world, company, "invalidClient", 1);
    await check(page, company);
    await expectVerdict(page, company, "Provider trouble", [
      "QuickBooks Online rejected our client id or secret (invalid_client).",
      "Countersign's configuration is wrong. The customer has nothing to do.",
    ]);
    expect(await grantStateOf(world, company)).toBe("active");
    await page.getByRole("button", { name: "Check now" }).click();
    await expectConnection(page, company.companyName, "Working");
  });

  test("an ended grant needs a QuickBooks admin", async ({ page, world }) => {
    const company = await world.connectedToQuickBooks();
    await refuseRefresh(world, company, "invalidGrant", 2);
    await check(page, company);
    await expectVerdict(page, company, "Needs reconnecting", [
      "QuickBooks Online access was revoked or replaced (invalid_grant).",
      "QuickBooks Online data stopped then.",
      "A QuickBooks admin must reconnect.",
    ]);
    expect(await grantStateOf(world, company)).toBe("needs_reconnecting");
    await expect(page.getByRole("button", { name: "Reconnect" })).toHaveCount(1);
  });

  test("an organisation removed at Xero needs reconnecting though its grant lives", async ({
    page,
    world,
  }) => {
    const bookkeeper = await world.bookkeeper([]);
    const removed = await world.connectedToXero("Removed", bookkeeper);
    const kept = await world.connectedToXero("Kept", bookkeeper);
    await world.simulator.removeXeroOrganisation(removed.tenantId);
    await check(page, removed);
    await expectVerdict(page, removed, "Needs reconnecting", [
      "Access to this organisation was removed (403).",
      "A Xero user of this organisation must reconnect.",
    ]);
    expect(await grantStateOf(world, removed)).toBe("active");
    await check(page, kept);
    await expect(page.getByRole("main").getByText("It works: Xero answered")).toBeVisible();
    await expectConnection(page, kept.companyName, "Working");
  });

  test("a lapsed subscription is to be renewed, which no consent does", async ({ page, world }) => {
    const company = await world.connectedToQuickBooks();
    await world.simulator.setIntuitSubscription(company.tenantId, false);
    await check(page, company);
    await expectVerdict(page, company, "Needs reconnecting", [
      "The QuickBooks Online subscription of this company has lapsed (6190).",
      "A QuickBooks admin must renew the subscription. Reconnecting won't help.",
    ]);
    expect(await grantStateOf(world, company)).toBe("active");
    await world.simulator.setIntuitSubscription(company.tenantId, true);
    await page.getByRole("button", { name: "Check now" }).click();
    await expectConnection(page, company.companyName, "Working");
  });

  test("who is no QuickBooks admin any more must be followed by one", async ({ page, world }) => {
    const { companyId, companyName } = await world.company();
    const tenantName = `${companyName} Inc.`;
    const { realmId } = await world.simulator.addIntuitCompany(tenantName);
    const name = world.unique("Office Manager");
    const { userId } = await world.simulator.addIntuitUser({ name, admin: true, realmIds: [realmId] });
    await startConnecting(page, { companyId, companyName });
    await allowQuickBooks(page, tenantName, name);
    await expectConnection(page, companyName, "Working");
    await world.simulator.setIntuitAdmin(userId, false);
    await page.getByRole("button", { name: "Check now" }).click();
    await expectVerdict(page, { companyName }, "Needs reconnecting", [
      "QuickBooks Online refuses access to this company (403).",
      "A QuickBooks admin must reconnect.",
    ]);
  });
});

test("disconnecting takes effect here at once while the provider is down, and says what is left to do", async ({
  page,
  world,
}) => {
  const company = await world.connectedToQuickBooks();
  const { companyName, companyId, connectionId, tenantId, tenantName } = company;
  const effect = { kind: "status", status: 503 } as const;
  await world.simulator.addFault({ provider: "qbo", endpoint: "revoke", tenantId, effect, times: 50 });
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("link", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expectConnection(page, companyName, "Disconnected");
  expect(await world.service.getTokenStatus(companyId, "qbo")).toMatchObject({ status: "NO_TOKEN" });
  const main = page.getByRole("main");
  await expect(main).toContainText(`${companyName} is disconnected from ${tenantName}`);
  await expect(main).toContainText(
    "QuickBooks Online has not confirmed yet, so Countersign tries again until it does",
  );
  await expect(page.getByRole("button", { name: "Connect to QuickBooks" })).toBeVisible();
  await page.goto(`/connections/${connectionId}`);
  await expect(main).toContainText(`QuickBooks Online has not confirmed that ${tenantName} is disconnected`);
  await expect(main).toContainText("QuickBooks Online answered 503.");
  await expect(main).toContainText(/Countersign tries again at \d/);
  await expectSound(page, "a disconnect not confirmed");
});

test("a shared Xero consent names whom it also serves, and outlives the disconnect of one", async ({
  page,
  world,
}) => {
  const bookkeeper = await world.bookkeeper([]);
  const first = await world.connectedToXero("Shared North", bookkeeper);
  const second = await world.connectedToXero("Shared South", bookkeeper);
  await page.goto(`/connections/${first.connectionId}`);
  await expect(page.getByRole("term").filter({ hasText: "Shares this consent with" })).toBeVisible();
  await expectSound(page, "a shared consent");
  await page.getByRole("link", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expectConnection(page, first.companyName, "Disconnected");

  await check(page, second);
  await expect(page.getByRole("main").getByText("It works: Xero answered")).toBeVisible();
  await expectConnection(page, second.companyName, "Working");
  await expect(page.getByRole("term").filter({ hasText: "Shares this consent with" })).toHaveCount(0);
});

test("a company moves to another organisation with a reason, which the page keeps", async ({
  page,
  world,
}) => {
  const company = await world.connectedToQuickBooks();
  const { companyName, connectionId, tenantName } = company;
  const newBooks = `${companyName} Holding`;
  await world.simulator.addIntuitCompany(newBooks);
  const reason = "The books were merged into the holding's";

  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("button", { name: "More for QuickBooks Online" }).click();
  await page.getByRole("link", { name: "Connect a different organisation" }).click();
  await page.getByLabel("Reason").fill(reason);
  await expectSound(page, "the reason for a move");
  await page.getByRole("button", { name: "Choose another organisation" }).click();
  await allowQuickBooks(page, newBooks);
  await expectConnection(page, companyName, "Working");
  const main = page.getByRole("main");
  await expect(main).toContainText(`${companyName} is connected to ${newBooks}`);
  const row = page.getByRole("row").filter({ hasText: "Move to another organisation" });
  await expect(row).toContainText(`From ${tenantName} to ${newBooks}: ${reason}`);
  await expectSound(page, "a company moved");
});

async function check(page: Page, { connectionId }: ConnectedCompany): Promise<void> {
  await page.goto(`/connections/${connectionId}`);
  await page.getByRole("button", { name: "Check now" }).click();
}

/** The status with its date, and the banner's sentences; the page is sound. */
async function expectVerdict(
  page: Page,
  { companyName }: { companyName: string },
  status: "Provider trouble" | "Needs reconnecting",
  sentences: readonly string[],
): Promise<void> {
  await expectConnection(page, companyName, status);
  const main = page.getByRole("main");
  // The banner's; the timeline below says it again.
  await expect(main.getByText(new RegExp(`^${status} since \\d`)).first()).toBeVisible();
  for (const sentence of sentences) await expect(main).toContainText(sentence);
  await expectSound(page, `${status}: ${sentences[0]}`);
}

/** The access token is refused, so that a check must refresh; and that refresh is refused in turn. */
async function refuseRefresh(
  { simulator }: World,
  { tenantId }: ConnectedCompany,
  kind: "invalidClient" | "invalidGrant",
  times: number,
): Promise<void> {
  const expired = { kind: "status", status: 401 } as const;
  await simulator.addFault({ provider: "qbo", endpoint: "api", tenantId, effect: expired });
  await simulator.addFault({
    provider: "qbo",
    endpoint: "token",
    grantType: "refresh_token",
    tenantId,
    effect: { kind },
    times,
  });
}

async function grantStateOf({ database }: World, { connectionId }: ConnectedCompany) {
  const [row] = await database.query<{ state: string }>(
    `SELECT g.state FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id WHERE c.id = $1`,
    [connectionId],
  );
  return row?.state;
}
