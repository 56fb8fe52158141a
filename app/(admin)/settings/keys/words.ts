import type { KeyStatus, Scope } from "@/lib/people";
import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

// All keys
export const API_KEYS = "API keys";
export const KEYS_SENTENCE =
  "Your product's services call the HTTP API with these. Each has its own rights, companies and end.";
export const NO_KEYS = "No keys yet";
export const NO_KEYS_MORE =
  "With a key, a service gets access tokens and sees connections over HTTP, in any language. You choose what it may do, and can revoke it at any time.";
export const NO_KEYS_HERE = "No keys on this page";
export const LAST_USED = "Last used";
export const revokedOn = <T>(at: T) => inParts`Revoked ${at}`;
export const oldSecretUntil = <T>(at: T) => inParts`Old secret valid until ${at}`;
export const makerLeft = (name: string) => `${name}, who made it, can no longer sign in. Is it still needed?`;
export const KEY_STATUS_WORDS: Record<KeyStatus, string> = {
  good: "Valid",
  expiring: "Expiring soon",
  expired: "Expired",
  revoked: "Revoked",
};
export const ENVIRONMENT_WORDS = { live: "Production", test: "Sandbox" } as const;
export const fromNetworks = (networks: readonly string[]) => `From ${networks.join(", ")}`;
export const perMinute = (limit: number) => `${limit.toLocaleString("en")} per minute`;
export const ALL_COMPANIES = "All companies";

/** @param names Those that are shown, with the rest counted. */
export function companiesWords(names: readonly string[], more: number): string {
  if (more <= 0) return names.join(", ");
  return names.length > 0
    ? `${names.join(", ")} and ${more.toLocaleString("en")} more`
    : plural(more, "company", "companies");
}

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
    sentence: "Sees which connections work, why others don't, and who must act. Never a token.",
  },
  "connections:write": {
    short: "Disconnect",
    sentence: "Ends connections. The customer must consent again to undo that.",
  },
  "connections:check": {
    short: "Check connections",
    sentence: "Calls the provider once, to see whether a connection works.",
  },
  "tokens:vend": {
    short: "Get access tokens",
    sentence: "Gets access tokens, and with them all that the customer allowed at the provider.",
  },
  "links:write": { short: "Links", sentence: "Makes links for customers, and revokes them." },
  "import:write": { short: "Import", sentence: "Takes over token sets from another system." },
  "health:read": { short: "Read health", sentence: "Sees the history of health and provider outages." },
  "events:read": { short: "Read events", sentence: "Reads the feed of connection events." },
  "audit:read": {
    short: "Read the audit log",
    sentence: "Reads and exports the audit log, with the names of people in it.",
  },
};

// Create a key
export const CREATE_KEY = "Create key";
export const CREATE_KEY_SENTENCE =
  "Grant only what its service needs: a leaked key can do all it may, and nothing else.";
export const NAME_HINT = "What it is for. The audit log shows this name where a request names no person.";
export const SERVICE_HINT = "The part of your product that holds it. One key per service is easy to revoke.";
export const SCOPES_LABEL = "What it may do";
export const REACH_LABEL = "Companies it reaches";
export const REACH_ALL = "Those added later included.";
export const REACH_SOME_MORE = "For the key, no other company exists.";
export const PROVIDERS_LABEL = "Providers it reaches";
export const LIVE_MORE = "Production connections. The key begins with cs_live_.";
export const TEST_MORE = "Sandbox connections. The key begins with cs_test_.";
export const NETWORKS_LABEL = "Networks it may be used from";
export const NETWORKS_HINT = "One per line, as CIDR or a single address. Empty: from anywhere.";
export const LIMIT_LABEL = "Requests per minute";
export const LIMIT_HINT = "More are answered with 429 and when to retry.";
export const DAYS_LABEL = "Valid for how many days";
export const DAYS_HINT = "At most 730. Alerts go out 30 and 7 days before it expires.";
export const ENTER_NAME = "Enter a name.";
export const ENTER_SERVICE = "Enter the service's name.";
export const CHOOSE_REACH = "Choose which companies the key reaches.";
export const CHOOSE_ENVIRONMENT = "Choose an environment.";

// Its value, shown once
export const COPY_KEY_NOW = "Copy the key now";
export const copyKeyWhy = (name: string) =>
  `It is shown only once and stored nowhere. If you lose it, rotate ${name} for a new one.`;
export const COPY_KEY = "Copy key";
export const howToSend = <T>(header: T, until: T) =>
  inParts`Its service sends it as ${header} until ${until}. Keep it in a secret store, never in a repository.`;
export const KEY_COPIED = "I have copied it";

// Rotate a key
export const ROTATE_KEY = "Rotate key";
export const rotateNamed = (name: string) => `Rotate ${name}`;
export const rotateEffects = (service: string) => [
  "The key gets a new secret, shown once. What it may do stays the same.",
  `The service ${service} can use the old secret for as long as you choose.`,
  "Secrets from earlier rotations end now.",
];
export const KEEP_LABEL = "Old secret stays valid for";
export const KEEP_HINT = "Choose “Not at all” if others may know it.";
export const KEEP_CHOICES = [
  { value: "0", label: "Not at all: it ends now" },
  { value: "1", label: "1 day" },
  { value: "3", label: "3 days" },
  { value: "7", label: "7 days" },
  { value: "14", label: "14 days" },
];
export const NEW_DAYS_LABEL = "Valid for how many days from now";
export const newDaysHint = <T>(expiresAt: T) =>
  inParts`At most 730. Empty: it still expires on ${expiresAt}.`;
export const NUMBER_OR_EMPTY = "Enter a whole number, or leave it empty.";

// Revoke a key
export const REVOKE_KEY = "Revoke key";
export const revokeNamed = (name: string) => `Revoke ${name}`;
export const revokeQuestion = (name: string) => `Revoke ${name}?`;
export const revokeEffects = (service: string) => [
  `Every request from ${service} with this key is refused within a second.`,
  "This can't be undone. A service that still needs a key gets a new one.",
  "Connections, their tokens and all records stay.",
  "Later use of the key is recorded and sends an alert.",
];
export const KEY_REVOKED = "Key revoked";
export const KEY_REVOKED_MORE = "Every request with it is refused from now on. Its audit rows stay.";
