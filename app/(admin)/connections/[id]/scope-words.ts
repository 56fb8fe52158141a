const WORDS: Readonly<Record<string, string>> = {
  "com.intuit.quickbooks.accounting": "Read and write the company's accounting data",
  openid: "Know who consented",
  profile: "See the name of who consented",
  email: "See the e-mail address of who consented",
  offline_access: "Stay connected while nobody is signed in",
  "accounting.settings.read": "Read the organisation's settings",
  "accounting.invoices": "Read and write invoices, bills and credit notes",
  "accounting.payments": "Read and write payments",
  "accounting.contacts": "Read and write contacts",
};

/** One access that was granted, in plain words where we know them. */
interface ScopeWords {
  scope: string;
  words: string;
}

/** @param granted Scopes as the provider lists them, separated by spaces. */
export function scopeWords(granted: string): ScopeWords[] {
  return granted
    .split(/\s+/)
    .filter(Boolean)
    .map((scope) => ({ scope, words: WORDS[scope] ?? "Access under the provider's own name" }));
}
