import { isLoopbackAddress, isPlaceholder, webUrlProblem } from "./value-problems";

/** The company's identity provider, and who may come in by it. */
export interface SsoEnv {
  /** As its discovery document names it, letter by letter. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people call it: "Acme". */
  readonly name: string;
  /** Whoever has a verified address here comes without an invite, with the lowest role. */
  readonly domains: readonly string[];
  /** The role that a group of the identity provider gives. */
  readonly roles: Readonly<Record<string, SsoRole>>;
  /** Set, nobody signs in with a password but the admin with this address. */
  readonly breakGlass?: string;
}

const SSO_ROLES = ["admin", "support", "finance"] as const;
type SsoRole = (typeof SSO_ROLES)[number];

const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/;

/** Microsoft's issuers that stand for many companies at once. */
const ANY_TENANT = /^https:\/\/login\.microsoftonline\.[a-z]+\/(?:common|organizations|consumers)(?:\/|$)/i;

export function issuerProblem(value: string): string | undefined {
  const problem = webUrlProblem(value);
  if (problem) return problem;
  const { protocol, hostname, search, hash } = new URL(value);
  if (search || hash) return "must have no query and no fragment";
  if (ANY_TENANT.test(value)) return "names no tenant: anybody with a Microsoft account could sign in";
  const isHere = hostname === "localhost" || isLoopbackAddress(hostname);
  if (protocol !== "https:" && !isHere) return "must begin with https://";
}

export function ssoTextProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  if (/\p{C}/u.test(value)) return "holds control characters";
  if (value.length > 2_000) return "is longer than 2,000 characters";
}

export function domainsProblem(value: string): string | undefined {
  const wrong = list(value).findIndex((domain) => !DOMAIN.test(domain));
  if (wrong >= 0) return `has an entry (number ${wrong + 1}) that is no domain`;
}

export function rolesProblem(value: string): string | undefined {
  const wrong = list(value).findIndex((entry) => !roleOf(entry));
  if (wrong >= 0) return `has an entry (number ${wrong + 1}) that is not group=role`;
}

type SsoValues = Partial<
  Record<
    | "SSO_ISSUER"
    | "SSO_CLIENT_ID"
    | "SSO_CLIENT_SECRET"
    | "SSO_NAME"
    | "SSO_DOMAINS"
    | "SSO_ROLES"
    | "SSO_ONLY",
    string | undefined
  >
>;

/** What is wanting beside what is there. */
export function ssoGaps(values: SsoValues): (keyof SsoValues)[] {
  const needed = ["SSO_ISSUER", "SSO_CLIENT_ID", "SSO_CLIENT_SECRET"] as const;
  const others = ["SSO_NAME", "SSO_DOMAINS", "SSO_ROLES", "SSO_ONLY"] as const;
  if (![...needed, ...others].some((name) => values[name])) return [];
  return needed.filter((name) => name in values && !values[name]);
}

/** @param values Judged already. */
export function ssoOf(values: SsoValues): SsoEnv | undefined {
  const { SSO_ISSUER: issuer, SSO_CLIENT_ID: clientId, SSO_CLIENT_SECRET: clientSecret } = values;
  if (!issuer || !clientId || !clientSecret) return undefined;
  const roles = list(values.SSO_ROLES ?? "").flatMap((entry) => roleOf(entry) ?? []);
  return Object.freeze({
    issuer,
    clientId,
    clientSecret,
    name: values.SSO_NAME ?? "your company account",
    domains: Object.freeze(list(values.SSO_DOMAINS ?? "").map((domain) => domain.toLowerCase())),
    roles: Object.freeze(Object.fromEntries(roles.map(({ group, role }) => [group, role]))),
    ...(values.SSO_ONLY && { breakGlass: values.SSO_ONLY.trim().toLowerCase() }),
  });
}

const list = (value: string) =>
  value
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);

/** "Finance team=finance"; a group's name may hold an equals sign. */
function roleOf(entry: string): { group: string; role: SsoRole } | undefined {
  const at = entry.lastIndexOf("=");
  const group = entry.slice(0, Math.max(at, 0)).trim();
  const role = SSO_ROLES.find((name) => name === entry.slice(at + 1).trim());
  return group && role ? { group, role } : undefined;
}
