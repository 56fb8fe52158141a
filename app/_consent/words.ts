// The companies that a refused consent renewed
export const seeCompany = (name: string) => `See ${name}`;

// What came of a consent on a provider's own page: the same for every organisation
export const VISITED = "Thank you";
export const VISITED_WORDS =
  "If your organisation is connected here, it may take a few minutes until its connection works again. Otherwise no access is kept. You can close this page.";
export const VISIT_CANCELLED = "Nothing was changed. Try again when an admin may approve.";
export const CANCELLED = "Nothing was approved";
export const LINK_FAILED = "That did not work";
export const LINK_FAILED_WORDS = "Nothing was changed. Try again from here.";
