const WORDS: Readonly<Record<string, string>> = {
  "com.intuit.quickbooks.accounting": "Accounting: read and write",
  openid: "Identity: who approved",
  profile: "Name of who approved",
  email: "Email address of who approved",
  offline_access: "Stay connected while no one is signed in",
  "accounting.settings.read": "Organisation settings: read",
  "accounting.invoices": "Invoices, bills, credit notes: read and write",
  "accounting.payments": "Payments: read and write",
  "accounting.contacts": "Contacts: read and write",
};
/** What is no data comes last. */
const ABOUT_SIGN_IN = new Set(["openid", "profile", "email", "offline_access"]);

/** One access that was granted, in plain words where we know them. */
interface ScopeWords {
  scope: string;
  words: string;
}

/**
 * @param granted Scopes as the provider lists them, separated by spaces.
 * @returns Access to data first.
 */
export function scopeWords(granted: string): ScopeWords[] {
  return granted
    .split(/\s+/)
    .filter(Boolean)
    .sort((a, b) => Number(ABOUT_SIGN_IN.has(a)) - Number(ABOUT_SIGN_IN.has(b)))
    .map((scope) => ({ scope, words: WORDS[scope] ?? "Access under the provider's own name" }));
}
