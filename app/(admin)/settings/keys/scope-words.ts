import type { Scope } from "@/lib/people";

interface ScopeWords {
  /** In a list of what a key may do. */
  short: string;
  /** What choosing it means. */
  sentence: string;
}

/** The compiler asks for the words of a new scope. */
export const SCOPE_WORDS: Record<Scope, ScopeWords> = {
  "companies:write": {
    short: "Change companies",
    sentence: "Adds companies, and changes their name, contact and tags.",
  },
  "connections:read": {
    short: "Read connections",
    sentence: "Sees which connections work, why one does not, and who must act. Never a token.",
  },
  "connections:write": {
    short: "Disconnect",
    sentence: "Ends connections. The customer must consent again to undo that.",
  },
  "connections:check": {
    short: "Check connections",
    sentence: "Makes Countersign call the provider once, to see whether a connection works.",
  },
  "tokens:vend": {
    short: "Get access tokens",
    sentence: "Gets access tokens, and with them everything that the customer allowed at the provider.",
  },
  "import:write": { short: "Import", sentence: "Takes over token sets from another system." },
  "health:read": {
    short: "Read health",
    sentence: "Sees the history of health and the providers' outages.",
  },
  "events:read": { short: "Read events", sentence: "Reads the feed of what happened to connections." },
  "audit:read": {
    short: "Read the audit log",
    sentence: "Reads and exports the audit log, with the names of people in it.",
  },
};
