export const ROLES = ["admin", "support", "finance"] as const;
export type Role = (typeof ROLES)[number];

export type Verb =
  | "overview.read"
  | "account.manage"
  | "account.secure"
  | "health.read"
  | "health.export"
  | "health.sign_off"
  | "companies.read"
  | "companies.manage"
  | "connections.read"
  | "connections.connect"
  | "connections.reconnect"
  | "connections.check"
  | "connections.disconnect"
  | "links.send"
  | "problems.note"
  | "connections.export"
  | "operations.read"
  | "operations.export"
  | "operations.run"
  | "audit.read"
  | "audit.export"
  | "settings.read"
  | "alerts.manage"
  | "keys.manage"
  | "events.manage"
  | "providers.manage"
  | "users.manage";

/** Who may do what: the one table. Every verb has its row, so a new one can't be left open by accident. */
const allowed: Record<Verb, readonly Role[]> = {
  "overview.read": ["admin", "support", "finance"],
  "account.manage": ["admin", "support", "finance"],
  "account.secure": ["admin", "support", "finance"],
  "health.read": ["admin", "support", "finance"],
  "health.export": ["admin", "support", "finance"],
  "health.sign_off": ["admin", "finance"],
  "companies.read": ["admin", "support", "finance"],
  "companies.manage": ["admin"],
  "connections.read": ["admin", "support"],
  "connections.connect": ["admin"],
  "connections.reconnect": ["admin"],
  "connections.check": ["admin"],
  "connections.disconnect": ["admin"],
  "links.send": ["admin"],
  "problems.note": ["admin", "support"],
  "connections.export": ["admin", "support"],
  "operations.read": ["admin", "support"],
  "operations.export": ["admin", "support"],
  "operations.run": ["admin"],
  "audit.read": ["admin", "support"],
  "audit.export": ["admin", "support"],
  "settings.read": ["admin"],
  "alerts.manage": ["admin"],
  "keys.manage": ["admin"],
  "events.manage": ["admin"],
  "providers.manage": ["admin"],
  "users.manage": ["admin"],
};

/** What a person does only within minutes of having proved who they are: a session left open, or stolen, is not enough. */
const proved: ReadonlySet<Verb> = new Set<Verb>([
  "account.secure",
  "health.export",
  "connections.export",
  "operations.export",
  "audit.export",
  "keys.manage",
  "providers.manage",
  "users.manage",
]);

export function needsProof(verb: Verb): boolean {
  return proved.has(verb);
}

export function can(role: Role, verb: Verb): boolean {
  return allowed[verb].includes(role);
}

export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}
