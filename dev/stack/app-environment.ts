import { createHmac } from "node:crypto";
import type { IdentityProvider } from "../identity-provider";
import { DOMAINS, ROLES } from "../identity-provider/people";
import type { StackSecrets } from "./secrets";

interface AppAddresses {
  appUrl: string;
  simulatorUrl: string;
  databaseUrl: string;
  journalDirectory: string;
  /** Of a mail server that keeps what it is sent; absent, no e-mail is configured. */
  smtpUrl?: string;
  /** Where the HTTP API listens; any free port without it. */
  apiAddress?: string;
  /** The company's identity provider; absent, people sign in with passwords only. */
  identityProvider?: Pick<IdentityProvider, "issuer" | "clientId" | "clientSecret"> | undefined;
}

export const providerNames = ["qbo", "xero"] as const;

export function callbackUrl(appUrl: string, provider: (typeof providerNames)[number]): string {
  return `${appUrl}/api/oauth/${provider}/callback`;
}

/** The app's whole configuration, as `lib/env.ts` reads it. The simulator knows these client ids and secrets. */
export function appEnvironment(
  {
    appUrl,
    simulatorUrl,
    databaseUrl,
    journalDirectory,
    smtpUrl = "",
    apiAddress = "127.0.0.1:0",
    identityProvider,
  }: AppAddresses,
  secrets: StackSecrets,
) {
  const derived = (what: string) => createHmac("sha256", secrets.encryptionKey).update(what).digest("hex");
  return {
    DATABASE_URL: databaseUrl,
    JOURNAL_DIRECTORY: journalDirectory,
    AUDIT_STRICT: "false",
    JOBS_IN_WEB: "true",
    API_ADDRESS: apiAddress,
    AUDIT_SIGNING_KEY: derived("audit signing key"),
    METRICS_TOKEN: derived("metrics token"),
    ENCRYPTION_KEY: secrets.encryptionKey,
    ENCRYPTION_KEY_PREVIOUS: "",
    NEXTAUTH_SECRET: secrets.sessionSecret,
    NEXTAUTH_URL: appUrl,
    QUICKBOOKS_CLIENT_ID: "sim-qbo-client",
    QUICKBOOKS_CLIENT_SECRET: "sim-qbo-secret",
    QUICKBOOKS_REDIRECT_URI: callbackUrl(appUrl, "qbo"),
    QUICKBOOKS_ENVIRONMENT: "sandbox",
    XERO_CLIENT_ID: "sim-xero-client",
    XERO_CLIENT_SECRET: "sim-xero-secret",
    XERO_REDIRECT_URI: callbackUrl(appUrl, "xero"),
    PROVIDER_SIMULATOR_URL: simulatorUrl,
    SMTP_URL: smtpUrl,
    ALERT_FROM: smtpUrl && "Countersign <alerts@countersign.test>",
    SSO_ISSUER: identityProvider?.issuer ?? "",
    SSO_CLIENT_ID: identityProvider?.clientId ?? "",
    SSO_CLIENT_SECRET: identityProvider?.clientSecret ?? "",
    SSO_NAME: identityProvider ? "Northstar" : "",
    SSO_DOMAINS: identityProvider ? DOMAINS : "",
    SSO_ROLES: identityProvider ? ROLES : "",
    SSO_ONLY: "",
    TRUSTED_PROXY_HOPS: "0",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
