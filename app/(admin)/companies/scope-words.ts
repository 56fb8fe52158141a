import { OTHER_SCOPE, SCOPE_WORDS } from "./words";

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
    .map((scope) => ({ scope, words: SCOPE_WORDS[scope] ?? OTHER_SCOPE }));
}

/** Scopes in words, in one line: "Payments: read and write; Contacts: read". */
export function scopesInWords(scopes: readonly string[]): string {
  return scopes.map((scope) => SCOPE_WORDS[scope] ?? scope).join("; ");
}
