/** What a key of the HTTP API may do. */
export const SCOPES = [
  "companies:write",
  "connections:read",
  "connections:write",
  "connections:check",
  "tokens:vend",
  "import:write",
  "links:write",
  "health:read",
  "events:read",
  "audit:read",
] as const;
export type Scope = (typeof SCOPES)[number];

export function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}
