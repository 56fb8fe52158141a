import ipaddr from "ipaddr.js";

export const isPlaceholder = (value: string) => /^your_/i.test(value);
export const parseUrl = (value: string) => (URL.canParse(value) ? new URL(value) : undefined);
export const isIpAddress = (host: string) => host.startsWith("[") || /^\d+(\.\d+){3}$/.test(host);
export const isLoopbackAddress = (host: string) => host === "127.0.0.1" || host === "[::1]";

export const NOT_OUR_ORIGIN = "must begin with the same scheme, host and port as NEXTAUTH_URL";

export function credentialProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  if (/\s/.test(value)) return "contains a space or line break";
}

export function webUrlProblem(value: string): string | undefined {
  const url = parseUrl(value);
  if (!url || !["http:", "https:"].includes(url.protocol)) return "is not an http(s) URL";
  if (url.username || url.password) return "holds a user name or password";
}

export function redirectProblem(callbackPath: string, refusesHost: (host: string) => boolean) {
  return (value: string): string | undefined => {
    if (isPlaceholder(value)) return "is still the example's placeholder";
    const url = parseUrl(value);
    if (!url) return "is not a URL";
    if (refusesHost(url.hostname)) return "has a host the provider refuses: use a name, not an IP address";
    if (url.protocol !== "https:" && !(url.protocol === "http:" && url.hostname === "localhost")) {
      return "must begin with https:// (http:// on localhost only)";
    }
    if (url.pathname !== callbackPath || url.search || url.hash) return `must end in ${callbackPath}`;
  };
}

/** @param address As `addressProblem` accepts it. */
export function addressOf(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(":");
  return { host: address.slice(0, at).replace(/^\[(.*)\]$/, "$1"), port: Number(address.slice(at + 1)) };
}

export function addressProblem(value: string): string | undefined {
  const { host, port } = addressOf(value);
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+):\d{1,5}$/i.test(value) || host === "")
    return "is not of the form HOST:PORT";
  if (port > 65_535) return "has a port above 65535";
}

/** Networks of a list, without the spaces around them. */
export const networksOf = (list: string) => list.split(",").map((network) => network.trim());

export function networksProblem(list: string): string | undefined {
  const wrong = networksOf(list).findIndex(
    (network) => !ipaddr.isValidCIDR(network) || network.endsWith("/0"),
  );
  if (wrong >= 0) return `has an entry (number ${wrong + 1}) that is no network, or is every one`;
}

/** Not every reader of a .env file takes quotation marks off: what is left of them is part of the secret. */
export function quotationProblem(value = ""): string | undefined {
  if (/^"[^"]*"$|^'[^']*'$/.test(value)) return "has quotation marks around its value: take them off";
}

/** A word of a URL between its scheme and its host may hold these only percent-encoded. */
const RESERVED = /[#?/[\]\s<>^|"`{}\\]|%(?![0-9a-f]{2})/i;

/** What a driver would only call an invalid URL: most often a password with a character that ends it. */
export function databaseUrlProblem(value: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(value)) return "is not a postgresql:// URL";
  const rest = value.slice(value.indexOf("://") + 3);
  const host = /^[^/?#]*/.exec(rest)?.[0] ?? "";
  // The @ before the host, unless it comes only in a parameter.
  const [path = ""] = host.includes("@") ? [host] : rest.split(/\?(?=[a-z_]+=)/);
  const credentials = path.slice(0, Math.max(path.lastIndexOf("@"), 0));
  const [culprit] = RESERVED.exec(credentials) ?? (rest.includes("#") ? ["#"] : []);
  if (culprit !== undefined) {
    const encoded = `%${culprit.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
    const name = /\s/.test(culprit) ? "a space or line break" : `a ${culprit}`;
    return `holds ${name} in its user name or password, which must be percent-encoded: write ${encoded}`;
  }
  // A database behind a socket has no host.
  if (!URL.canParse(value.replace("@/", "@socket/").replace(":///", "://socket/"))) return "is not a URL";
}
