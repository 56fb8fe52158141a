import { expect, it } from "vitest";
import { can, isRole, ROLES, type Verb } from "./roles";

const verbs = [
  "overview.read",
  "health.read",
  "connections.read",
  "connections.connect",
  "connections.reconnect",
  "connections.check",
  "connections.disconnect",
  "audit.read",
  "audit.export",
  "settings.read",
  "alerts.manage",
  "users.manage",
] as const satisfies readonly Verb[];

it.each([
  ["admin", [...verbs]],
  ["support", ["overview.read", "health.read", "connections.read", "audit.read", "audit.export"]],
  ["finance", ["overview.read", "health.read"]],
] as const)("%s may do exactly what its job needs", (role, expected) => {
  expect(verbs.filter((verb) => can(role, verb))).toEqual(expected);
});

it("knows the three roles and no other", () => {
  expect(ROLES.every(isRole)).toBe(true);
  expect(isRole("owner")).toBe(false);
});
