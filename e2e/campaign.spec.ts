import type { Browser, Page } from "@playwright/test";
import { dataRows, pageOf } from "./audit-page";
import { allowQuickBooks } from "./consent-page";
import { expect, test } from "./journey";
import { mailsTo } from "./mailbox-client";
import { expectSound } from "./sound";
import { stackHandle } from "./stack-handle";
import type { ConnectedCompany, World } from "./world";

test.afterEach(({ world }) => world.retireCompanies());

const COUNT = 40;

type Written = ConnectedCompany & { address: string };

/** Companies that need reconnecting and have an address, but for the last two: one without an address, one that works. */
async function companies(world: World): Promise<{ made: Written[]; search: string }> {
  const search = world.unique("Wave").replace(" ", "-");
  const made: Written[] = [];
  for (let nth = 0; nth < COUNT; nth++) {
    const company = await world.connectedToQuickBooks(`${search} ${String(nth).padStart(2, "0")}`);
    made.push({ ...company, address: `books-${company.companyId}@acme.example` });
  }
  await world.database.query(
    `UPDATE "Company" o SET "contactEmail" = NULLIF(m.address, ''), locale = 'de-DE'
     FROM unnest($1::text[], $2::text[]) AS m (id, address) WHERE o.id = m.id`,
    [
      made.map(({ companyId }) => companyId),
      made.map(({ address }, nth) => (nth === COUNT - 2 ? "" : address)),
    ],
  );
  await world.database.query(
    `UPDATE "Grant" g SET state = 'needs_reconnecting' FROM "Connection" c
     WHERE c."grantId" = g.id AND c."companyId" = ANY($1)`,
    [made.slice(0, -1).map(({ companyId }) => companyId)],
  );
  return { made, search };
}

/** A customer with the mail, in a browser of their own: to the provider's page. */
async function follow(
  browser: Browser,
  { address }: Written,
  { locale = "en-GB", titled }: { locale?: string; titled?: string } = {},
): Promise<Page> {
  const [mail] = await mailsTo(address);
  const link = /https?:\/\/\S+\/connect\/[\w-]{43}/.exec(mail?.text ?? "")?.[0] ?? "";
  const context = await browser.newContext({ baseURL: stackHandle().appUrl, locale });
  const page = await context.newPage();
  await page.goto(new URL(link).pathname);
  if (titled) await expect(page.getByRole("heading", { level: 1 })).toHaveText(titled);
  await page.getByRole("main").locator("form button[type=submit]").click();
  return page;
}

test("links are sent to 40 after a dry run, and the page fills as customers come", async ({
  browser,
  world,
}) => {
  test.setTimeout(180_000);
  const { made, search } = await companies(world);
  const [done, mistaken] = made as [Written, Written];
  const page = await pageOf(browser, "admin", { viewport: { width: 1280, height: 800 } });
  await page.goto(`/connections?search=${search}&sort=company`);
  await page.getByRole("checkbox", { name: "Select all rows of this page" }).check();
  const bar = page.getByRole("form", { name: "Selected connections" });
  await expect(bar).toContainText("40 selected");
  await bar.getByRole("button", { name: "Send links…" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Send links for 40 connections");
  const main = page.getByRole("main");
  await expect(main).toContainText("38 customers get a link.");
  await expect(main).toContainText("1 connection: no address");
  await expect(main.getByRole("link", { name: made[COUNT - 2]?.companyName ?? "" })).toBeVisible();
  await expect(main).toContainText("1 connection: working, no consent needed");
  await expectSound(page, "the dry run of links");
  expect(await mailsTo(done.address)).toEqual([]);
  await main.getByRole("button", { name: "Send 38 links" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Send links: 40 connections");
  await expect(page.getByRole("region", { name: "Progress" })).toContainText(
    "40 of 40 · 2 skipped, 38 done",
    {
      timeout: 60_000,
    },
  );
  const customers = page.getByRole("region", { name: "Customers" });
  const counted = (term: string) => customers.locator(`dt:text-is("${term}") + dd`);
  await expect(counted("Sent")).toHaveText("38");
  await expect(counted("No address")).toHaveText("1");
  await expect(counted("Done")).toHaveText("0");
  await expectSound(page, "a campaign");

  const customer = await follow(browser, done);
  await allowQuickBooks(customer, done.tenantName);
  await customer.waitForURL(/\/connect/);
  const other = await follow(browser, mistaken);
  await allowQuickBooks(other, made[2]?.tenantName ?? "");
  await other.waitForURL(/\/connect/);
  await follow(browser, made[3] as Written);

  await expect(counted("Done")).toHaveText("1", { timeout: 20_000 });
  await expect(counted("Opened")).toHaveText("3");
  await expect(counted("Wrong company")).toHaveText("1");
  const row = ({ companyName }: Written) => dataRows(page).filter({ hasText: companyName });
  await expect(row(done)).toContainText("Done");
  await expect(row(mistaken)).toContainText("Wrong company");

  await customers.getByRole("button", { name: "Remind the 37 open" }).click();
  await expect(main).toContainText("37 customers get a reminder within a minute.");
  await expect(async () => expect(await mailsTo(mistaken.address)).toHaveLength(2)).toPass({
    timeout: 90_000,
  });
  expect((await mailsTo(mistaken.address))[1]?.subject).toContain("Erinnerung für");
  expect(await mailsTo(done.address)).toHaveLength(1);
  for (const each of [customer, other, page]) await each.context().close();
});

for (const [locale, words] of [
  [
    "de-DE",
    {
      title: "QuickBooks Online wieder verbinden",
      wrong: "Das war eine andere Organisation",
      done: "Fertig",
    },
  ],
  [
    "fr-FR",
    { title: "Reconnecter QuickBooks Online", wrong: "C’était une autre organisation", done: "C’est fait" },
  ],
] as const) {
  test(`a customer's page speaks the browser's language: ${locale}`, async ({ browser, world }) => {
    const company = await world.connectedToQuickBooks();
    const other = await world.connectedToQuickBooks();
    await world.database.query(
      `UPDATE "Grant" g SET state = 'needs_reconnecting' FROM "Connection" c
       WHERE c."grantId" = g.id AND c."companyId" = $1`,
      [company.companyId],
    );
    const address = `books-${company.companyId}@acme.example`;
    const admin = await pageOf(browser, "admin");
    await world.database.query(`UPDATE "Company" SET "contactEmail" = $2 WHERE id = $1`, [
      company.companyId,
      address,
    ]);
    await admin.goto(`/operations/links?id=${company.connectionId}`);
    await admin.getByRole("button", { name: "Send 1 link" }).click();
    await expect(admin.getByRole("region", { name: "Progress" })).toContainText("1 done");
    const page = await follow(browser, { ...company, address }, { locale, titled: words.title });
    await allowQuickBooks(page, other.tenantName);
    await expect(page.getByRole("main")).toContainText(words.wrong);
    await expect(page.getByRole("main")).toContainText(company.tenantName);
    await expectSound(page, `a link's page in ${locale}`);
    await page.getByRole("main").locator("form button[type=submit]").click();
    await allowQuickBooks(page, company.tenantName);
    await expect(page.getByRole("main")).toContainText(words.done);
    for (const each of [page, admin]) await each.context().close();
  });
}
