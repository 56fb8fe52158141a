import { expect, it } from "vitest";
import { can, isRole, needsProof, ROLES, type Role, type Verb } from "./roles";

const EVERYONE = ["admin", "support", "finance"] as const;

/** The compiler asks for a line of every verb. */
const expected: Record<Verb, readonly Role[]> = {
  "overview.read": EVERYONE,
  "account.manage": EVERYONE,
  "account.secure": EVERYONE,
  "health.read": EVERYONE,
  "health.export": EVERYONE,
  "health.sign_off": ["admin", "finance"],
  "companies.read": EVERYONE,
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

it.each(ROLES)("%s may do exactly what its job needs", (role) => {
  for (const [verb, roles] of Object.entries(expected)) {
    expect(can(role, verb as Verb), verb).toBe(roles.includes(role));
  }
});

it("knows the three roles and no other", () => {
  expect(ROLES.every(isRole)).toBe(true);
  expect(isRole("owner")).toBe(false);
});

it("asks for a fresh proof for keys, providers, people, every export and what secures one's own account, and for nothing else", () => {
  const asked = (Object.keys(expected) as Verb[]).filter(needsProof);
  const exports = Object.keys(expected).filter((verb) => verb.endsWith(".export"));
  expect(asked.sort()).toEqual(
    [...exports, "account.secure", "keys.manage", "providers.manage", "users.manage"].sort(),
  );
});
