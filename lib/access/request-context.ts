import { randomInt } from "node:crypto";
import type { RequestContext } from "@/lib/audit/context";
import { foreignText } from "@/lib/foreign-text";
import { PEER_HEADER } from "./peer-address";

/** Crockford's base32: nothing in it is misread over the telephone. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const REQUEST_ID_LENGTH = 10;

interface HeaderReader {
  get(name: string): string | null;
}

/**
 * Who is calling, as the audit log keeps it.
 *
 * X-Forwarded-For can be written by anyone, so only as many entries count, from its right end, as there are proxies
 * known to append one. Without such proxies the address is that of the connection itself.
 */
export function requestContextOf(headers: HeaderReader, trustedProxyHops: number): RequestContext {
  const forwarded = headers.get("x-forwarded-for")?.split(",") ?? [];
  const behindProxy = trustedProxyHops > 0 ? forwarded.at(-trustedProxyHops)?.trim() : undefined;
  return {
    requestId: newRequestId(),
    ipAddress: foreignText(behindProxy || headers.get(PEER_HEADER) || "unknown", 100),
    userAgent: foreignText(headers.get("user-agent") ?? "", 400),
  };
}

function newRequestId(): string {
  return Array.from({ length: REQUEST_ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
