import { expect, type Page } from "@playwright/test";

const TITLES = { qbo: "Simulated QuickBooks consent", xero: "Simulated Xero consent" } as const;

/** From the second step of connecting a company to QuickBooks' page. */
export async function startConnecting(page: Page, company: { companyId: string; companyName: string }) {
  const { companyId, companyName } = company;
  await page.goto(`/connections/new?${new URLSearchParams({ search: companyName, company: companyId })}`);
  await page.getByRole("button", { name: "Connect to QuickBooks" }).click();
}

/** Waits for the provider's consent page. */
export async function onConsentPage(page: Page, provider: keyof typeof TITLES): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: TITLES[provider] })).toBeVisible();
}

/** Chooses and allows one company on QuickBooks' page, as its first admin unless another user is named. */
export async function allowQuickBooks(page: Page, companyName: string, user?: string): Promise<void> {
  await onConsentPage(page, "qbo");
  if (user) await becomeUser(page, user);
  await page.getByLabel(companyName, { exact: true }).check();
  await page.getByRole("button", { name: "Allow" }).click();
}

/** Becomes a Xero user on Xero's page, chooses organisations and allows them. */
export async function allowXero(page: Page, user: string, organisations: string[]): Promise<void> {
  await onConsentPage(page, "xero");
  await becomeUser(page, user);
  for (const name of organisations) await page.getByLabel(name, { exact: true }).check();
  await page.getByRole("button", { name: "Allow" }).click();
}

async function becomeUser(page: Page, label: string): Promise<void> {
  await page.getByLabel("Signed in as").selectOption({ label });
  await page.getByRole("button", { name: "Switch user" }).click();
}

export async function cancelConsent(page: Page, provider: keyof typeof TITLES): Promise<void> {
  await onConsentPage(page, provider);
  await page.getByRole("button", { name: "Cancel" }).click();
}
