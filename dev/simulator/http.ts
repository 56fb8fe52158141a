import type { IncomingHttpHeaders } from "node:http";

/** A request, read whole. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** Another refresh of the same grant was under way when this one arrived. */
  overlapsRefresh: boolean;
  /** Requests to the same organisation under way, this one included. */
  inFlightForTenant: number;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const NO_STORE = { "cache-control": "no-store", pragma: "no-cache" };

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json;charset=UTF-8", ...NO_STORE, ...headers },
    body: JSON.stringify(value),
  };
}

export function xml(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/xml;charset=UTF-8", ...headers },
    body: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`,
  };
}

export function html(status: number, body: string): Answer {
  const csp =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";
  return {
    status,
    headers: { "content-type": "text/html;charset=UTF-8", "content-security-policy": csp, ...NO_STORE },
    body,
  };
}

export function redirect(location: string): Answer {
  return { status: 303, headers: { location, ...NO_STORE }, body: "" };
}

export function escapeMarkup(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

export function form(call: Call): URLSearchParams {
  const type = call.headers["content-type"] ?? "";
  return new URLSearchParams(type.startsWith("application/x-www-form-urlencoded") ? call.body : "");
}

export function bearerToken(call: Call): string | undefined {
  return /^Bearer +(\S+)$/i.exec(call.headers.authorization ?? "")?.[1];
}

export function acceptsJson(call: Call): boolean {
  return (call.headers.accept ?? "").includes("application/json");
}

/**
 * The two halves of a Basic header, as sent and percent-decoded: openid-client encodes as RFC 6749 §2.3.1
 * asks, intuit-oauth doesn't, and the real endpoints take both.
 */
export function basicCredentials(call: Call): { id: string; secret: string }[] {
  const encoded = /^Basic +(\S+)$/i.exec(call.headers.authorization ?? "")?.[1];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) return [];
  const raw = { id: text.slice(0, colon), secret: text.slice(colon + 1) };
  try {
    return [raw, { id: formDecode(raw.id), secret: formDecode(raw.secret) }];
  } catch {
    // A lone "%" is legal in a secret sent as is; then only the raw reading remains.
    return [raw];
  }
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
