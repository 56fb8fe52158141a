import { isPlaceholder, parseUrl } from "./value-problems";

export function smtpUrlProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  const url = parseUrl(value);
  if (!url || !["smtp:", "smtps:"].includes(url.protocol)) return "is not an smtp:// or smtps:// URL";
  if (!url.hostname) return "names no host";
  if (Boolean(url.username) !== Boolean(url.password))
    return "holds a user name without a password, or the reverse";
  if (/^\/./.test(url.pathname) || url.search || url.hash) return "has something after the host and port";
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return "holds a % that is not followed by two hexadecimal digits";
  }
}

const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,253}$/;

/** An address, alone or behind a name: `ops@example.com` or `Countersign <ops@example.com>`. */
export function mailboxProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  if (/\p{C}/u.test(value)) return "holds control characters";
  const [, name = "", address = value] = /^([^<>]*)<([^<>]*)>$/.exec(value) ?? [];
  if (!ADDRESS.test(address.trim()) || /[",;:@]/.test(name)) return "is not one e-mail address";
}
