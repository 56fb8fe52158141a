import { expect, type Page } from "@playwright/test";

const TITLES = { qbo: "Simulated QuickBooks consent", xero: "Simulated Xero consent" } as const;

/** Waits for the provider's consent page. */
export async function onConsentPage(page: Page, provider: keyof typeof TITLES): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: TITLES[provider] })).toBeVisible();
}

/** Chooses and allows one company on QuickBooks' page. */
export async function allowQuickBooks(page: Page, companyName: string): Promise<void> {
  await onConsentPage(page, "qbo");
  await page.getByLabel(companyName, { exact: true }).check();
  await page.getByRole("button", { name: "Allow" }).click();
}

/** Becomes a Xero user on Xero's page, chooses organisations and allows them. */
export async function allowXero(page: Page, user: string, organisations: string[]): Promise<void> {
  await onConsentPage(page, "xero");
  await page.getByLabel("Signed in as").selectOption({ label: user });
  await page.getByRole("button", { name: "Switch user" }).click();
  for (const name of organisations) await page.getByLabel(name, { exact: true }).check();
  await page.getByRole("button", { name: "Allow" }).click();
}

export async function cancelConsent(page: Page, provider: keyof typeof TITLES): Promise<void> {
  await onConsentPage(page, provider);
  await page.getByRole("button", { name: "Cancel" }).click();
}
