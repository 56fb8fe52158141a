import { expect, test } from "./journey";
import { sessionOf, stackHandle } from "./stack-handle";

test.use({ storageState: async ({ browserName: _ }, use) => use(sessionOf("admin")) });

test("who must consent again, for what and until when: from the overview to the list, the calendar and the company", async ({
  page,
}) => {
  await page.goto("/");
  const ahead = page.getByRole("region", { name: "Ahead" });
  await expect(ahead).toContainText("access that Xero ends on 1 Sep 2027");
  await ahead.getByRole("link", { name: "Connections whose access ends" }).click();

  await expect(page).toHaveURL(/\/connections\?scopes=ending$/);
  const row = page.getByRole("row", { name: /Gallery Outage One/ });
  await expect(row).toContainText("Invoices, bills, credit notes: read and write; Payments: read and write");
  await expect(row.getByRole("button", { name: "Reconnect" })).toBeVisible();
  await expect(page.getByText("Gallery Working")).toHaveCount(0);
  // What is done to all that match is done to these alone.
  await page.goto("/operations/tag?matching=scopes%3Dending&change=tag&tag=vip");
  await expect(page.getByRole("heading", { level: 1, name: "Tag 3 companies" })).toBeVisible();

  await page.goto("/connections?scopes=missing");
  await expect(page.getByRole("row", { name: /Gallery Outage One/ })).toContainText(
    "Contacts: read and write",
  );

  await page.goto("/health/calendar");
  const ends = page.getByRole("region", { name: "Xero ends access on 1 Sep 2027" });
  await expect(ends.getByRole("link", { name: "Gallery Outage One" })).toBeVisible();

  await page.goto(`/companies/${stackHandle().gallery.companies.outage}`);
  await expect(page.getByText("Not granted: Contacts: read and write.")).toBeVisible();
  await expect(page.getByText("No longer asked for: All transactions: read and write.")).toBeVisible();
});
