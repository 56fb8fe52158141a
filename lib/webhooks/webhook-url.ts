import { isIP } from "node:net";
import { isIn, isPublicAddress } from "./address";

const MAX_LENGTH = 2_000;
const FIRST_FREE_PORT = 1_024;
/** Names that resolve on this machine or in its network, whatever a resolver says. @see RFC 6761, RFC 8375 */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home\.arpa|onion)$/;

/** The host of a URL as a resolver takes it: without brackets and without the root's dot. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/**
 * What is wrong with a webhook's address, as a sentence; undefined when it may be called. The URL parser has by then
 * turned decimal, octal and hexadecimal hosts into dotted ones, and names in other scripts into ASCII.
 *
 * @param allowed Networks that may be called although they are not public; a local name may lead into one of them.
 */
export function webhookUrlProblem(text: string, allowed: readonly string[]): string | undefined {
  if (text.length > MAX_LENGTH || /[\s\p{C}]/u.test(text) || !URL.canParse(text)) return "That is not a URL.";
  const url = new URL(text);
  if (url.protocol !== "https:") return "A webhook's address begins with https://.";
  if (url.username || url.password) return "A webhook's address holds no user name or password.";
  const port = url.port === "" ? 443 : Number(url.port);
  if (port !== 443 && port < FIRST_FREE_PORT) return "A webhook's port is 443 or above 1023.";
  const host = hostOf(url);
  if (isIP(host)) return isPublicAddress(host) || isIn(allowed, host) ? undefined : NOT_PUBLIC;
  const isLocal = LOCAL_NAME.test(host) || !host.includes(".");
  if (isLocal && allowed.length === 0) return NOT_PUBLIC;
}

/** Also said of a name that turns out to resolve to such an address. */
export const NOT_PUBLIC =
  "That address is not on the public internet, nor in a network that WEBHOOK_ALLOWED_NETWORKS lists.";

/** A webhook's address as people may see it: the path of some holds the receiver's secret. */
export function webhookWords(target: string): string {
  const { origin, pathname, search } = new URL(target);
  return pathname === "/" && !search ? origin : `${origin}/…`;
}
