import { z } from "zod";
import { CountersignError } from "@/lib/errors";

/** Everything this process is told from outside. Frozen; holds secrets, so it is never logged or rendered. */
export interface Env {
  readonly databaseUrl: string;
  /** 64 hexadecimal characters each. */
  readonly encryptionKeys: { readonly current: string; readonly previous: readonly string[] };
  readonly quickbooks: ProviderApp & { readonly environment: "sandbox" | "production" };
  readonly xero: ProviderApp;
  readonly auth: { readonly secret: string; readonly url: string };
  /** Reverse proxies in front of us whose X-Forwarded-For entries are true. */
  readonly trustedProxyHops: number;
  /** Folder where rotated token sets rest until Postgres has them. */
  readonly journalDirectory: string;
  /** Whether a vend's audit row must be committed before the token leaves. */
  readonly auditStrict: boolean;
  /** Origin of the provider simulator; set, it stands in for both providers. */
  readonly simulatorUrl?: string;
  /** True under `next dev` only. */
  readonly development: boolean;
}

interface ProviderApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

const MAKE_KEY = `Make one: node -e "console.log(require('crypto').randomBytes(32).toString('hex'))"`;
const FROM_INTUIT = "Copy it from your app's Keys & OAuth page at developer.intuit.com";
const FROM_XERO = "Copy it from your app's Configuration page at developer.xero.com";

/** How a person comes by a right value, said after what is wrong with the present one. */
const remedies = {
  DATABASE_URL: "Example: postgresql://countersign:PASSWORD@localhost:5432/countersign",
  ENCRYPTION_KEY: MAKE_KEY,
  ENCRYPTION_KEY_PREVIOUS: "List former values of ENCRYPTION_KEY, separated by commas, or leave it empty",
  QUICKBOOKS_CLIENT_ID: FROM_INTUIT,
  QUICKBOOKS_CLIENT_SECRET: FROM_INTUIT,
  QUICKBOOKS_REDIRECT_URI: "Example: https://countersign.example.com/api/oauth/qbo/callback",
  QUICKBOOKS_ENVIRONMENT: "Set it to sandbox or production, or leave it empty for production",
  XERO_CLIENT_ID: FROM_XERO,
  XERO_CLIENT_SECRET: FROM_XERO,
  XERO_REDIRECT_URI: "Example: https://countersign.example.com/api/oauth/xero/callback",
  NEXTAUTH_SECRET: MAKE_KEY,
  NEXTAUTH_URL: "Example: https://countersign.example.com",
  PROVIDER_SIMULATOR_URL: "Example: http://localhost:4400; leave it empty to use the real providers",
  JOURNAL_DIRECTORY: "Example: /var/lib/countersign/journal; leave it empty for .data/journal",
  AUDIT_STRICT: "Set it to true or false, or leave it empty for false",
  TRUSTED_PROXY_HOPS: "Count the reverse proxies in front of Countersign; 0 or empty when there are none",
} as const;

type Variable = keyof typeof remedies;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const isPlaceholder = (value: string) => /^your_/i.test(value);
const isOneByteRepeated = (hex: string) => /^(..)\1*$/i.test(hex);
const parseUrl = (value: string) => (URL.canParse(value) ? new URL(value) : undefined);
const isIpAddress = (host: string) => host.startsWith("[") || /^\d+(\.\d+){3}$/.test(host);

/** A string for which `problemOf` finds nothing to say. Zod's own messages are not used: some quote the input. */
function text(problemOf: (value: string) => string | undefined) {
  return z.string({ error: "is missing" }).superRefine((value, issues) => {
    const message = problemOf(value);
    if (message) issues.addIssue({ code: "custom", message });
  });
}

function keyProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  if (!/^[0-9a-f]*$/i.test(value)) return "has characters other than 0-9 and a-f";
  if (value.length !== 64) return `has ${value.length} characters instead of 64`;
  if (isOneByteRepeated(value)) return "repeats one byte, so anyone could guess it";
}

function credentialProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  if (/\s/.test(value)) return "contains a space or line break";
}

function webUrlProblem(value: string): string | undefined {
  const url = parseUrl(value);
  if (!url || !["http:", "https:"].includes(url.protocol)) return "is not an http(s) URL";
  if (url.username || url.password) return "holds a user name or password";
}

function redirectProblem(callbackPath: string, refusesHost: (host: string) => boolean) {
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

const schema = z.object({
  DATABASE_URL: text((value) =>
    /^postgres(ql)?:\/\//.test(value) ? undefined : "is not a postgresql:// URL",
  ),
  ENCRYPTION_KEY: text(keyProblem),
  ENCRYPTION_KEY_PREVIOUS: text((value) =>
    value
      .split(",")
      .map((key, index) => {
        const problem = keyProblem(key.trim());
        return problem && `has an entry (number ${index + 1}) that ${problem}`;
      })
      .find(Boolean),
  ).optional(),
  QUICKBOOKS_CLIENT_ID: text(credentialProblem),
  QUICKBOOKS_CLIENT_SECRET: text(credentialProblem),
  QUICKBOOKS_REDIRECT_URI: text(redirectProblem("/api/oauth/qbo/callback", isIpAddress)),
  QUICKBOOKS_ENVIRONMENT: z
    .enum(["sandbox", "production"], { error: "is neither sandbox nor production" })
    .default("production"),
  XERO_CLIENT_ID: text(credentialProblem),
  XERO_CLIENT_SECRET: text(credentialProblem),
  XERO_REDIRECT_URI: text(
    redirectProblem("/api/oauth/xero/callback", (host) => LOOPBACK.has(host) && host !== "localhost"),
  ),
  NEXTAUTH_SECRET: text((value) => {
    if (isPlaceholder(value)) return "is still the example's placeholder";
    if (value.length < 32) return `has ${value.length} characters; at least 32 are needed`;
    if (new Set(value).size < 8) return "repeats too few characters, so anyone could guess it";
  }),
  NEXTAUTH_URL: text((value) => {
    const problem = webUrlProblem(value);
    return problem ?? (new URL(value).pathname === "/" ? undefined : "must have no path");
  }),
  PROVIDER_SIMULATOR_URL: text((value) => {
    const problem = webUrlProblem(value);
    return (
      problem ?? (LOOPBACK.has(new URL(value).hostname) ? undefined : "must be on this machine (localhost)")
    );
  }).optional(),
  JOURNAL_DIRECTORY: text((value) => (value.includes("\0") ? "is not a path" : undefined)).default(
    ".data/journal",
  ),
  AUDIT_STRICT: z.enum(["true", "false"], { error: "is neither true nor false" }).default("false"),
  TRUSTED_PROXY_HOPS: text((value) =>
    /^\d$/.test(value) ? undefined : "is not a number from 0 to 9",
  ).default("0"),
} satisfies Record<Variable, z.ZodType>);

/** What two variables together get wrong; judges only variables that are right by themselves. */
function crossProblems(values: Partial<Record<string, string>>): [Variable, string][] {
  const problems: [Variable, string][] = [];
  const { NEXTAUTH_URL: ours, ENCRYPTION_KEY: key, ENCRYPTION_KEY_PREVIOUS: previous } = values;
  for (const name of ["QUICKBOOKS_REDIRECT_URI", "XERO_REDIRECT_URI"] as const) {
    const uri = values[name];
    if (ours && uri && new URL(uri).origin !== new URL(ours).origin) {
      problems.push([name, "must begin with the same scheme, host and port as NEXTAUTH_URL"]);
    }
  }
  if (key && previous && splitKeys(previous).includes(key.toLowerCase())) {
    problems.push(["ENCRYPTION_KEY_PREVIOUS", "contains the current ENCRYPTION_KEY"]);
  }
  return problems;
}

const splitKeys = (list: string) => list.split(",").map((key) => key.trim().toLowerCase());

/**
 * Reads and judges the whole configuration. Nothing else in the product reads environment variables.
 *
 * @throws {CountersignError} `misconfigured`, with one line for each variable at fault: what is wrong with it and
 * how to come by a right one. No line holds a value.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const names = Object.keys(remedies) as Variable[];
  const given = Object.fromEntries(names.map((name) => [name, source[name]?.trim() || undefined]));
  const parsed = schema.safeParse(given);
  const problems = new Map<Variable, string>();
  for (const issue of parsed.error?.issues ?? []) problems.set(issue.path[0] as Variable, issue.message);
  const sound = Object.fromEntries(
    names.filter((name) => !problems.has(name)).map((name) => [name, given[name]]),
  );
  for (const [name, problem] of crossProblems(sound)) problems.set(name, problem);

  if (!parsed.success || problems.size > 0) {
    const lines = [...problems].map(([name, problem]) => `${name} ${problem}. ${remedies[name]}.`);
    throw new CountersignError("misconfigured", lines.join("\n"), { field: [...problems.keys()][0] });
  }
  return shape(parsed.data, source.NODE_ENV === "development");
}

function shape(values: z.output<typeof schema>, development: boolean): Env {
  const previous = values.ENCRYPTION_KEY_PREVIOUS;
  const simulator = values.PROVIDER_SIMULATOR_URL;
  return Object.freeze({
    databaseUrl: values.DATABASE_URL,
    encryptionKeys: Object.freeze({
      current: values.ENCRYPTION_KEY.toLowerCase(),
      previous: Object.freeze(previous ? splitKeys(previous) : []),
    }),
    quickbooks: Object.freeze({
      clientId: values.QUICKBOOKS_CLIENT_ID,
      clientSecret: values.QUICKBOOKS_CLIENT_SECRET,
      redirectUri: values.QUICKBOOKS_REDIRECT_URI,
      environment: values.QUICKBOOKS_ENVIRONMENT,
    }),
    xero: Object.freeze({
      clientId: values.XERO_CLIENT_ID,
      clientSecret: values.XERO_CLIENT_SECRET,
      redirectUri: values.XERO_REDIRECT_URI,
    }),
    auth: Object.freeze({ secret: values.NEXTAUTH_SECRET, url: new URL(values.NEXTAUTH_URL).origin }),
    journalDirectory: values.JOURNAL_DIRECTORY,
    auditStrict: values.AUDIT_STRICT === "true",
    trustedProxyHops: Number(values.TRUSTED_PROXY_HOPS),
    ...(simulator && { simulatorUrl: new URL(simulator).origin }),
    development,
  });
}
