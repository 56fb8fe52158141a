import { expect, type Locator, type Page } from "@playwright/test";

export type StatusWord =
  | "Working"
  | "Expiring soon"
  | "Needs reconnecting"
  | "Provider trouble"
  | "Disconnected";

/** Signs in on the page that stands open. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The status beside the headline of a connection's page. */
export function statusBadge(page: Page, word: StatusWord): Locator {
  return page.getByRole("main").getByText(word, { exact: true }).first();
}

/** A connection's own page, with its company as the headline and this status. */
export async function expectConnection(page: Page, companyName: string, word: StatusWord): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: companyName })).toBeVisible();
  await expect(statusBadge(page, word)).toBeVisible();
}
