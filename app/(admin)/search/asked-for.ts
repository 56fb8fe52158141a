/** What was typed: words to search for, and what to do with what they find. */
export interface AskedFor {
  /** As it was typed, cleaned. */
  text: string;
  /** What names and ids are compared with. */
  search: string;
  wanted: "anything" | "reconnect" | "audit";
}

const MAX_TEXT = 100;
const VERB = /^(reconnect|audit)(?:\s+(?:log\s+)?(?:of\s+)?(.+))?$/i;

/** "Reconnect acme" asks for an action: the verb comes first, as on the buttons. */
export function readAsked(given: string | string[] | null | undefined): AskedFor {
  const text = ([given].flat()[0] ?? "").replace(/\p{C}/gu, "").trim().slice(0, MAX_TEXT).trim();
  const [, verb, rest] = VERB.exec(text) ?? [];
  if (verb?.toLowerCase() === "reconnect") return { text, search: rest ?? "", wanted: "reconnect" };
  if (verb && rest) return { text, search: rest, wanted: "audit" };
  return { text, search: text, wanted: "anything" };
}
