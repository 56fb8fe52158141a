import { plural } from "@/lib/text/plural";

// The page
export const SEARCH_EVERYTHING = "Search everything";
export const PAGE_PLACEHOLDER = "Company, organisation, id, screen or action";
export const nothingFound = (text: string) => `Nothing found for “${text}”`;
export const NOTHING_FOUND_MORE =
  "Try a name, the start of a company or connection id, or a whole organisation, request or audit row id.";

// The palette
export const PALETTE_LABEL = "Search companies, ids, screens and actions";
export const PALETTE_PLACEHOLDER = "Company, id, screen or action";
export const OPENING_CONSENT = "Opening the consent page…";
export const SEARCH_FAILED = "The search failed. Reload the page.";
export const resultCount = (count: number) => plural(count, "result");

// Groups and what stands in them
export const NEEDS_RECONNECTING = "Needs reconnecting";
export const AUDIT_LOG = "Audit log";
export const NEVER_CONNECTED = "Never connected";
export const reconnectCompany = (name: string) => `Reconnect ${name}`;
export const connectCompany = (name: string) => `Connect ${name}`;
export const auditOfCompany = (name: string) => `Audit log for ${name}, last 24 h`;
export const allMatching = (text: string) => `All connections matching “${text}”`;
export const TRAIL_WORDS = {
  actor: "Audit log, last 7 days",
  request: "Request",
  ref: "Provider's reference",
  id: "Audit row",
} as const;

/** The screens, and what else people call them. */
export const SCREEN_WORDS = {
  overview: { label: "Overview", also: "home start" },
  health: { label: "Health", also: "status" },
  deadlines: { label: "Health → Reconnect deadlines", also: "calendar expiring" },
  monthEnd: { label: "Health → Month-end", also: "month end close books sign-off" },
  incidents: { label: "Health → Provider incidents", also: "outages downtime" },
  connections: { label: "Connections" },
  connect: { label: "Connect a company", also: "add new connection" },
  operations: { label: "Connections → Operations", also: "bulk jobs progress" },
  companies: { label: "Companies", also: "customers" },
  archived: { label: "Companies → Archived" },
  audit: { label: "Audit log", also: "history events trail" },
  notifications: { label: "Notifications", also: "bell unread news" },
  mail: { label: "My mail", also: "profile e-mail notifications" },
  profile: { label: "My profile", also: "name password sessions account" },
  ownFactor: { label: "My second factor", also: "profile authenticator totp 2fa" },
  people: { label: "Settings → People", also: "users team roles invites sessions" },
  invite: { label: "Settings → Invite person", also: "add user" },
  settings: { label: "Settings → Alerts and events", also: "alert channels e-mail webhooks" },
  alerts: { label: "Settings → Alerts", also: "sent messages" },
  keys: { label: "Settings → API keys", also: "tokens secrets" },
  createKey: { label: "Settings → Create API key", also: "make new" },
  events: { label: "Settings → Events", also: "endpoints webhooks deliveries" },
  encryption: { label: "Settings → Encryption", also: "keys rotation seal journal" },
  providers: { label: "Settings → Providers", also: "scopes addresses discovery limit tier quickbooks xero" },
  about: { label: "Settings → About", also: "version support bundle ready" },
} as const;
