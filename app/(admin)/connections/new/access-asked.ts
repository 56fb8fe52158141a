/** What the consent page at each provider will ask for, in plain words. */
const ACCESS: Readonly<Record<string, readonly string[]>> = {
  qbo: ["Read and write the company's accounting data in QuickBooks Online"],
  xero: [
    "Read and write invoices, bills, payments and contacts",
    "Read the organisation's settings",
    "Know who consented, and stay connected while nobody is signed in",
  ],
};

export function accessAsked(provider: string): readonly string[] {
  return ACCESS[provider] ?? ["What the provider's own page lists before you allow it"];
}
