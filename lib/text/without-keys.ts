/** Also a key that was cut off or has more after it: its first characters are worth hiding. */
const KEYS = /(cs_(?:live|test)_[0-9A-Za-z]{12}_)[0-9A-Za-z]+/g;

/** A text whose keys of the HTTP API have lost their secret. The public id stays: it says which key to revoke. */
export function withoutKeys(text: string): string {
  return text.includes("cs_") ? text.replace(KEYS, "$1[removed]") : text;
}
