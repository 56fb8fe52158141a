import { z } from "zod";
import { CountersignError } from "@/lib/errors";
import { mailboxProblem, smtpUrlProblem } from "./env/mail-problems";
import {
  contactProblem,
  logoFileProblem,
  type ProductEnv,
  productNameProblem,
  productOf,
} from "./env/product";
import { type ProviderApp, type ProviderVariables, readProviderApp } from "./env/provider-app";
import { remedies } from "./env/remedies";
import { keyProblem, secretProblem, signingKeyOf, signingKeyProblem } from "./env/secret-values";
import { setVariables } from "./env/set-variables";
import {
  domainsProblem,
  issuerProblem,
  rolesProblem,
  type SsoEnv,
  ssoGaps,
  ssoOf,
  ssoTextProblem,
} from "./env/sso";
import {
  addressOf,
  addressProblem,
  databaseUrlProblem,
  isLoopbackAddress,
  networksOf,
  networksProblem,
  quotationProblem,
  webUrlProblem,
} from "./env/value-problems";

export type { ProductEnv } from "./env/product";
export type { SsoEnv } from "./env/sso";

/** Everything this process is told from outside. Frozen; holds secrets, so it is never logged or rendered. */
export interface Env {
  readonly databaseUrl: string;
  /** Past the pooler that databaseUrl leads through; undefined where there is none. */
  readonly databaseDirectUrl?: string;
  /** 64 hexadecimal characters each. */
  readonly encryptionKeys: { readonly current: string; readonly previous: readonly string[] };
  /** Our app at each provider that is offered, by connectionType. */
  readonly providers: Readonly<Record<string, ProviderApp>>;
  readonly auth: { readonly secret: string; readonly url: string };
  /** The company's identity provider; undefined where people sign in with passwords only. */
  readonly sso?: SsoEnv;
  /** Reverse proxies in front of us whose X-Forwarded-For entries are true. */
  readonly trustedProxyHops: number;
  /** Folder where rotated token sets rest until Postgres has them. */
  readonly journalDirectory: string;
  /** Whether a vend's audit row must be committed before the token leaves. */
  readonly auditStrict: boolean;
  /** Whether the web process runs the jobs; workers do in any case. */
  readonly jobsInWeb: boolean;
  /** Ed25519 private key, base64 of PKCS#8 DER; without it the audit log is not sealed. */
  readonly auditSigningKey?: string;
  /** File that learns of every seal of the audit log. */
  readonly auditAnchorFile?: string;
  /** What a scraper of the metrics must show; without it there are none to see. */
  readonly metricsToken?: string;
  /** Where a worker serves its metrics and probes; without it, it serves nothing. */
  readonly metricsAddress?: { readonly host: string; readonly port: number };
  /** Where the HTTP API listens. */
  readonly apiAddress: { readonly host: string; readonly port: number };
  /** How alerts leave by e-mail; without it, only webhooks are told. */
  readonly alertMail?: { readonly smtpUrl: string; readonly from: string };
  /** The product whose customers get links. */
  readonly product: ProductEnv;
  /** Networks, as CIDR, that receivers of webhooks may be in although they are not public. */
  readonly webhookNetworks: readonly string[];
  /** A working connection that was not read within so many hours is not trusted. */
  readonly trustedReadHours: number;
  /** Origin of the provider simulator; set, it stands in for every provider. */
  readonly simulatorUrl?: string;
  /** True under `next dev` only. */
  readonly development: boolean;
}

type Variable = keyof typeof remedies;

const isThisMachine = (host: string) => host === "localhost" || isLoopbackAddress(host);

/** A string for which `problemOf` finds nothing to say. Zod's own messages are not used: some quote the input. */
function text(problemOf: (value: string) => string | undefined) {
  return z.string({ error: "is missing" }).superRefine((value, issues) => {
    const message = problemOf(value);
    if (message) issues.addIssue({ code: "custom", message });
  });
}

const schema = z.object({
  DATABASE_URL: text(databaseUrlProblem),
  DATABASE_DIRECT_URL: text(databaseUrlProblem).optional(),
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
  NEXTAUTH_SECRET: text(secretProblem),
  NEXTAUTH_URL: text((value) => {
    const problem = webUrlProblem(value);
    return problem ?? (new URL(value).pathname === "/" ? undefined : "must have no path");
  }),
  PROVIDER_SIMULATOR_URL: text((value) => {
    const problem = webUrlProblem(value);
    return (
      problem ?? (isThisMachine(new URL(value).hostname) ? undefined : "must be on this machine (localhost)")
    );
  }).optional(),
  JOURNAL_DIRECTORY: text((value) => (value.includes("\0") ? "is not a path" : undefined)).default(
    ".data/journal",
  ),
  AUDIT_STRICT: z.enum(["true", "false"], { error: "is neither true nor false" }).default("false"),
  JOBS_IN_WEB: z.enum(["true", "false"], { error: "is neither true nor false" }).default("true"),
  AUDIT_SIGNING_KEY: text(signingKeyProblem).optional(),
  AUDIT_ANCHOR_FILE: text((value) => (value.includes("\0") ? "is not a path" : undefined)).optional(),
  METRICS_TOKEN: text((value) =>
    /\s/.test(value) ? "contains a space or line break" : secretProblem(value),
  ).optional(),
  METRICS_ADDRESS: text(addressProblem).optional(),
  API_ADDRESS: text(addressProblem).default("127.0.0.1:3100"),
  SMTP_URL: text(smtpUrlProblem).optional(),
  ALERT_FROM: text(mailboxProblem).optional(),
  PRODUCT_NAME: text(productNameProblem).default("Countersign"),
  PRODUCT_LOGO: text(logoFileProblem).optional(),
  SUPPORT_CONTACT: text(contactProblem).optional(),
  WEBHOOK_ALLOWED_NETWORKS: text(networksProblem).optional(),
  TRUSTED_READ_HOURS: text((value) =>
    /^[1-9]\d{0,2}$/.test(value) && Number(value) <= 720 ? undefined : "is no number of hours from 1 to 720",
  ).default("24"),
  SSO_ISSUER: text(issuerProblem).optional(),
  SSO_CLIENT_ID: text(ssoTextProblem).optional(),
  SSO_CLIENT_SECRET: text(ssoTextProblem).optional(),
  SSO_NAME: text((value) => (value.length > 40 ? "is too long" : ssoTextProblem(value))).optional(),
  SSO_DOMAINS: text(domainsProblem).optional(),
  SSO_ROLES: text(rolesProblem).optional(),
  SSO_ONLY: text((value) =>
    value.includes("<") ? "is not one e-mail address" : mailboxProblem(value),
  ).optional(),
  TRUSTED_PROXY_HOPS: text((value) =>
    /^\d$/.test(value) ? undefined : "is not a number from 0 to 9",
  ).default("0"),
} satisfies Record<Variable, z.ZodType>);

/** What two variables together get wrong; judges only variables that are right by themselves. */
function crossProblems(values: Partial<Record<string, string>>): [Variable, string][] {
  const problems: [Variable, string][] = [];
  const { ENCRYPTION_KEY: key, ENCRYPTION_KEY_PREVIOUS: previous } = values;
  if (key && previous && splitKeys(previous).includes(key.toLowerCase())) {
    problems.push(["ENCRYPTION_KEY_PREVIOUS", "contains the current ENCRYPTION_KEY"]);
  }
  if (key && values.AUDIT_SIGNING_KEY?.toLowerCase() === key.toLowerCase()) {
    problems.push(["AUDIT_SIGNING_KEY", "is the same as ENCRYPTION_KEY"]);
  }
  for (const [name, other] of [
    ["SMTP_URL", "ALERT_FROM"],
    ["ALERT_FROM", "SMTP_URL"],
  ] as const) {
    if (name in values && !values[name] && values[other]) problems.push([name, `is missing beside ${other}`]);
  }
  for (const name of ssoGaps(values)) problems.push([name, "is missing beside the other SSO_ variables"]);
  return problems;
}

const splitKeys = (list: string) => list.split(",").map((key) => key.trim().toLowerCase());

/**
 * Reads and judges the whole configuration. Nothing else in the product reads environment variables.
 *
 * @param providers Every provider there is; at least one must be configured, each whole or not at all.
 * @throws {CountersignError} `misconfigured`, with one line for each variable at fault: what is wrong with it and
 * how to come by a right one. No line holds a value.
 */
export function readEnv(
  providers: readonly ProviderVariables[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Env {
  const names = Object.keys(remedies) as Variable[];
  const given = Object.fromEntries(names.map((name) => [name, source[name]?.trim() || undefined]));
  const parsed = schema.safeParse(given);
  const problems = new Map<Variable, string>();
  for (const issue of parsed.error?.issues ?? []) problems.set(issue.path[0] as Variable, issue.message);
  // Before anything else that is wrong with such a value, which is most often just that.
  for (const name of names) {
    const problem = quotationProblem(given[name]);
    if (problem) problems.set(name, problem);
  }
  const sound = Object.fromEntries(
    names.filter((name) => !problems.has(name)).map((name) => [name, given[name]]),
  );
  for (const [name, problem] of crossProblems(sound)) problems.set(name, problem);
  const faults = names
    .filter((name) => problems.has(name))
    .map((name) => ({ field: name as string, line: `${name} ${problems.get(name)}. ${remedies[name]}.` }));
  const report = (field: string, problem: string, remedy: string) =>
    faults.push({ field, line: `${field} ${problem}. ${remedy}.` });
  const apps = readApps(providers, source, sound.NEXTAUTH_URL, report);
  if (!parsed.success || faults.length > 0) {
    const lines = faults.map(({ line }) => line);
    throw new CountersignError("misconfigured", lines.join("\n"), { field: faults[0]?.field });
  }
  return shape(parsed.data, apps, source.NODE_ENV === "development");
}

function readApps(
  providers: readonly ProviderVariables[],
  source: Readonly<Record<string, string | undefined>>,
  ourUrl: string | undefined,
  report: (field: string, problem: string, remedy: string) => void,
): Record<string, ProviderApp> {
  const ourOrigin = ourUrl && new URL(ourUrl).origin;
  const apps: Record<string, ProviderApp> = {};
  for (const provider of providers) {
    const app = readProviderApp(provider, source, ourOrigin, report);
    if (app) apps[provider.connectionType] = app;
  }
  const [first] = providers;
  if (first && Object.keys(apps).length === 0) {
    const problem = "is missing, and so is every other provider's: one provider is needed";
    report(`${first.variablePrefix}_CLIENT_ID`, problem, `Copy it from ${first.credentialsAt}`);
  }
  return apps;
}

function shape(values: z.output<typeof schema>, providers: Env["providers"], development: boolean): Env {
  const sso = ssoOf(values);
  const previous = values.ENCRYPTION_KEY_PREVIOUS;
  const { PROVIDER_SIMULATOR_URL: simulator, SMTP_URL: smtpUrl, ALERT_FROM: from } = values;
  return Object.freeze({
    databaseUrl: values.DATABASE_URL,
    ...(values.DATABASE_DIRECT_URL && { databaseDirectUrl: values.DATABASE_DIRECT_URL }),
    encryptionKeys: Object.freeze({
      current: values.ENCRYPTION_KEY.toLowerCase(),
      previous: Object.freeze(previous ? splitKeys(previous) : []),
    }),
    providers: Object.freeze(providers),
    auth: Object.freeze({ secret: values.NEXTAUTH_SECRET, url: new URL(values.NEXTAUTH_URL).origin }),
    ...(sso && { sso }),
    journalDirectory: values.JOURNAL_DIRECTORY,
    auditStrict: values.AUDIT_STRICT === "true",
    jobsInWeb: values.JOBS_IN_WEB === "true",
    ...(values.AUDIT_SIGNING_KEY && { auditSigningKey: signingKeyOf(values.AUDIT_SIGNING_KEY) }),
    ...(values.AUDIT_ANCHOR_FILE && { auditAnchorFile: values.AUDIT_ANCHOR_FILE }),
    ...(values.METRICS_TOKEN && { metricsToken: values.METRICS_TOKEN }),
    ...(values.METRICS_ADDRESS && { metricsAddress: Object.freeze(addressOf(values.METRICS_ADDRESS)) }),
    apiAddress: Object.freeze(addressOf(values.API_ADDRESS)),
    ...(smtpUrl && from && { alertMail: Object.freeze({ smtpUrl, from }) }),
    product: productOf(values),
    webhookNetworks: Object.freeze(
      values.WEBHOOK_ALLOWED_NETWORKS ? networksOf(values.WEBHOOK_ALLOWED_NETWORKS) : [],
    ),
    trustedReadHours: Number(values.TRUSTED_READ_HOURS),
    trustedProxyHops: Number(values.TRUSTED_PROXY_HOPS),
    ...(simulator && { simulatorUrl: new URL(simulator).origin }),
    development,
  });
}

/** The names of our variables that are set. */
export function variablesSet(
  providers: readonly ProviderVariables[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  return setVariables(Object.keys(remedies), providers, source);
}
