import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { acme } from "@/dev/third-provider/module";
import { providerModules } from "@/lib/token/providers/registry";
import { readEnv } from "./env";
import { CountersignError } from "./errors";

const KEY = "0123456789abcdef".repeat(4);
const OLD_KEY = "fedcba9876543210".repeat(4);
const good = {
  DATABASE_URL: "postgresql://countersign:canary-password@localhost:5432/countersign",
  ENCRYPTION_KEY: KEY,
  QUICKBOOKS_CLIENT_ID: "qbo-id",
  QUICKBOOKS_CLIENT_SECRET: "qbo-secret",
  QUICKBOOKS_REDIRECT_URI: "https://c.example.com/api/oauth/qbo/callback",
  XERO_CLIENT_ID: "xero-id",
  XERO_CLIENT_SECRET: "xero-secret",
  XERO_REDIRECT_URI: "https://c.example.com/api/oauth/xero/callback",
  NEXTAUTH_SECRET: "a-long-enough-secret-for-the-session-cookie",
  NEXTAUTH_URL: "https://c.example.com",
};

const read = (source: Record<string, string | undefined>) => readEnv(providerModules, source);

function pemOf(type: "x25519"): string {
  const { privateKey } = generateKeyPairSync(type);
  return Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })).toString("base64");
}

function problemWith(changes: Record<string, string | undefined>): CountersignError {
  try {
    read({ ...good, ...changes });
  } catch (error) {
    if (error instanceof CountersignError) return error;
    throw error;
  }
  throw new Error(`readEnv accepted ${JSON.stringify(changes)}`);
}

describe("readEnv", () => {
  it("groups a complete configuration and freezes it", () => {
    const env = read({ ...good, ENCRYPTION_KEY_PREVIOUS: ` ${OLD_KEY.toUpperCase()} ` });
    expect(env).toMatchObject({
      databaseUrl: good.DATABASE_URL,
      encryptionKeys: { current: KEY, previous: [OLD_KEY] },
      providers: {
        qbo: { clientId: "qbo-id", environment: "production" },
        xero: { redirectUri: good.XERO_REDIRECT_URI, environment: "production" },
      },
      auth: { url: "https://c.example.com" },
      trustedProxyHops: 0,
      development: false,
    });
    expect([env.simulatorUrl, env.metricsToken]).toEqual([undefined, undefined]);
    expect(Object.isFrozen(env) && Object.isFrozen(env.encryptionKeys.previous)).toBe(true);
  });

  it("asks for the scopes that are given, and for the provider's own where none are", () => {
    const { qbo, xero } = read({
      ...good,
      XERO_SCOPES: " offline_access,  accounting.settings.read ",
    }).providers;
    expect([qbo?.scope, xero?.scope]).toEqual([
      "com.intuit.quickbooks.accounting",
      "offline_access accounting.settings.read",
    ]);
  });

  it.each([
    [
      "QUICKBOOKS_SCOPES",
      "com.intuit.quickbooks.accounting canary",
      "has an entry (number 2) that is no scope",
    ],
    ["QUICKBOOKS_SCOPES", "openid", "lacks com.intuit.quickbooks.accounting, which"],
    [
      "XERO_SCOPES",
      "offline_access accounting.invoices",
      "lacks accounting.settings.read or accounting.settings,",
    ],
    ["XERO_SCOPES", "accounting.settings", "lacks offline_access, which"],
    ["XERO_SCOPES", "offline_access accounting.settings offline_access", "has an entry twice"],
  ])("refuses %s=%s by name", (name, value, problem) => {
    const error = problemWith({ [name]: value });
    expect(error.field).toBe(name);
    expect(error.message).toContain(`${name} ${problem}`);
    expect(error.message).not.toContain("canary");
  });

  it("takes Xero's tiers as its limit of connections, and none at Intuit", () => {
    expect(read({ ...good, XERO_CONNECTION_LIMIT: "1000" }).providers.xero?.connectionLimit).toBe(1_000);
    expect(read(good).providers.xero?.connectionLimit).toBeUndefined();
    for (const name of ["XERO_CONNECTION_LIMIT", "QUICKBOOKS_CONNECTION_LIMIT"])
      expect(problemWith({ [name]: "900" }).message).toContain(`${name} is no tier of the provider's. `);
  });

  it("accepts a signing key as a seed, and as the base64 of its PKCS#8 file in either form", () => {
    const seed = read({ ...good, AUDIT_SIGNING_KEY: OLD_KEY }).auditSigningKey ?? "";
    const key = createPrivateKey({ key: Buffer.from(seed, "base64"), format: "der", type: "pkcs8" });
    const pem = Buffer.from(key.export({ type: "pkcs8", format: "pem" })).toString("base64");
    for (const form of [seed, pem])
      expect(read({ ...good, AUDIT_SIGNING_KEY: form }).auditSigningKey).toBe(seed);
    expect(read(good).auditSigningKey).toBeUndefined();
  });

  it("accepts a machine of one's own over http, with a simulator", () => {
    const env = read({
      ...good,
      NEXTAUTH_URL: "http://localhost:3000/",
      QUICKBOOKS_REDIRECT_URI: "http://localhost:3000/api/oauth/qbo/callback",
      XERO_REDIRECT_URI: "http://localhost:3000/api/oauth/xero/callback",
      PROVIDER_SIMULATOR_URL: "http://127.0.0.1:4400/",
      QUICKBOOKS_ENVIRONMENT: "sandbox",
    });
    expect(env.simulatorUrl).toBe("http://127.0.0.1:4400");
    expect(env.auth.url).toBe("http://localhost:3000");
    expect(env.providers.qbo?.environment).toBe("sandbox");
  });

  it.each(Object.keys(good))("names %s when it is missing or blank", (name) => {
    for (const value of [undefined, "", "  "]) {
      const error = problemWith({ [name]: value });
      expect(error.code).toBe("misconfigured");
      expect(error.field).toBe(name);
      expect(error.message).toMatch(new RegExp(`^${name} is missing\\. \\w`));
      expect(error.message).not.toContain("\n");
    }
  });

  it.each([
    ["p#ss", "%23"],
    ["12#34", "%23"],
    ["p/ss", "%2F"],
    ["12/34", "%2F"],
    ["p?ss", "%3F"],
    ["p[ss", "%5B"],
    ["p ss", "%20"],
    ["p%ss", "%25"],
    ["p@s#s", "%23"],
  ])("names the character that a database's password must not hold as it is: %s", (password, encoded) => {
    for (const name of ["DATABASE_URL", "DATABASE_DIRECT_URL"]) {
      const error = problemWith({
        [name]: `postgresql://ada:${password}@localhost:5432/books?sslmode=require`,
      });
      expect(error.message).toMatch(
        new RegExp(`^${name} holds a .*must be percent-encoded: write ${encoded}`),
      );
      expect(error.message).not.toContain(password);
    }
  });

  it.each([
    "postgresql://ada:p%23ss%2F@localhost:5432/books?schema=app&application_name=a@b",
    "postgres://localhost/books?user=a@b&password=x",
    "postgresql://ada:pass@/books?host=/var/run/postgresql",
    "postgresql://ada:p@ss@[::1]:5432/books",
    "postgresql:///books?host=/cloudsql/project:region:instance",
  ])("accepts the database %s", (url) => {
    expect(read({ ...good, DATABASE_URL: url }).databaseUrl).toBe(url);
    expect(read({ ...good, DATABASE_DIRECT_URL: url }).databaseDirectUrl).toBe(url);
  });

  it.each(Object.keys(good))("refuses quotation marks around %s by name", (name) => {
    for (const mark of [`"`, "'"]) {
      const error = problemWith({ [name]: `${mark}${good[name as keyof typeof good]}${mark}` });
      expect(error.message).toMatch(
        new RegExp(`^${name} has quotation marks around its value: take them off\\. `),
      );
      expect(error.message).not.toContain("\n");
    }
    const withAcme = {
      ...good,
      ACME_CLIENT_ID: "'id'",
      ACME_CLIENT_SECRET: "s",
      ACME_REDIRECT_URI: `${good.NEXTAUTH_URL}/api/oauth/acme/callback`,
    };
    expect(() => readEnv([acme], withAcme)).toThrow(/^ACME_CLIENT_ID has quotation marks/);
  });

  it.each([
    ["DATABASE_URL", "mysql://countersign:canary@localhost/x"],
    ["ENCRYPTION_KEY", "your_64_character_hex_key_here"],
    ["ENCRYPTION_KEY", KEY.slice(1)],
    ["ENCRYPTION_KEY", `${KEY}00`],
    ["ENCRYPTION_KEY", KEY.replace("0", "g")],
    ["ENCRYPTION_KEY", "ab".repeat(32)],
    ["ENCRYPTION_KEY_PREVIOUS", `${OLD_KEY},${KEY.slice(2)}`],
    ["ENCRYPTION_KEY_PREVIOUS", `${OLD_KEY},`],
    ["ENCRYPTION_KEY_PREVIOUS", KEY.toUpperCase()],
    ["QUICKBOOKS_CLIENT_ID", "your_qbo_client_id"],
    ["QUICKBOOKS_CLIENT_SECRET", "your_qbo_client_secret"],
    ["QUICKBOOKS_REDIRECT_URI", "your_qbo_redirect_uri"],
    ["QUICKBOOKS_REDIRECT_URI", "https://93.184.215.14/api/oauth/qbo/callback"],
    ["QUICKBOOKS_REDIRECT_URI", "http://c.example.com/api/oauth/qbo/callback"],
    ["QUICKBOOKS_REDIRECT_URI", "https://c.example.com/api/oauth/xero/callback"],
    ["QUICKBOOKS_REDIRECT_URI", "https://other.example.com/api/oauth/qbo/callback"],
    ["QUICKBOOKS_ENVIRONMENT", "staging"],
    ["XERO_CLIENT_ID", "your_xero_client_id"],
    ["XERO_CLIENT_SECRET", "two words"],
    ["XERO_REDIRECT_URI", "http://127.0.0.1:3000/api/oauth/xero/callback"],
    ["XERO_REDIRECT_URI", "https://[::1]/api/oauth/xero/callback"],
    ["XERO_ENVIRONMENT", "sandbox"],
    ["XERO_REDIRECT_URI", "https://c.example.com/api/oauth/xero/callback?x=1"],
    ["XERO_REDIRECT_URI", "https://c.example.com:8443/api/oauth/xero/callback"],
    ["NEXTAUTH_SECRET", "too-short"],
    ["NEXTAUTH_SECRET", "ab".repeat(32)],
    ["NEXTAUTH_URL", "c.example.com"],
    ["NEXTAUTH_URL", "https://c.example.com/app"],
    ["PROVIDER_SIMULATOR_URL", "http://simulator.example.com"],
    ["TRUSTED_PROXY_HOPS", "-1"],
    ["METRICS_TOKEN", "too-short"],
    ["METRICS_TOKEN", "ab".repeat(32)],
    ["METRICS_TOKEN", "two words of a long enough metrics token"],
    ["AUDIT_SIGNING_KEY", KEY.slice(1)],
    ["AUDIT_SIGNING_KEY", KEY.toUpperCase()],
    ["AUDIT_SIGNING_KEY", "ab".repeat(32)],
    ["AUDIT_SIGNING_KEY", "bm90IGEga2V5IGF0IGFsbA=="],
    ["AUDIT_SIGNING_KEY", pemOf("x25519")],
    ["METRICS_ADDRESS", ":9465"],
    ["WEBHOOK_ALLOWED_NETWORKS", "10.0.0.1"],
    ["WEBHOOK_ALLOWED_NETWORKS", "10.0.0.0/8,"],
    ["WEBHOOK_ALLOWED_NETWORKS", "0.0.0.0/0"],
    ["WEBHOOK_ALLOWED_NETWORKS", "10.0.0.0/8, ::/0"],
    ["WEBHOOK_ALLOWED_NETWORKS", "receivers.example.com"],
    ["METRICS_ADDRESS", "127.0.0.1:99999"],
    ["METRICS_ADDRESS", "http://127.0.0.1:9464"],
    ["SMTP_URL", "https://mail.example.com"],
    ["SMTP_URL", "mail.example.com:587"],
    ["SMTP_URL", "smtps://canary@mail.example.com"],
    ["SMTP_URL", "smtps://user:%canary@mail.example.com"],
    ["SMTP_URL", "smtps://user:canary@mail.example.com/?logger=true"],
    ["ALERT_FROM", "canary"],
    ["ALERT_FROM", "a@example.com, b@example.com"],
    ["ALERT_FROM", "Countersign <a@example.com>, <b@example.com>"],
    ["ALERT_FROM", "Countersign\r\nBcc: all@example.com <a@example.com>"],
  ])("refuses a wrong %s without repeating it (%#)", (name, value) => {
    const mail = { SMTP_URL: "smtp://localhost:25", ALERT_FROM: "a@example.com" };
    const error = problemWith({ ...(name in mail && mail), [name]: value });
    const lines = error.message.split("\n");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name} `));
    expect(error.message).not.toContain(value);
  });

  it.each([
    ["smtps://mail.example.com", "alerts@example.com"],
    ["smtp://user:p%40ss@mail.example.com:2525", "Countersign <alerts@example.com>"],
    ["smtp://127.0.0.1:1025/", "alerts@example.com"],
  ])("accepts a mail server %s and a sender %s", (SMTP_URL, ALERT_FROM) => {
    const env = read({ ...good, SMTP_URL, ALERT_FROM });
    expect(env.alertMail).toEqual({ smtpUrl: SMTP_URL, from: ALERT_FROM });
    expect(read(good).alertMail).toBeUndefined();
    expect(problemWith({ SMTP_URL }).message).toMatch(/^ALERT_FROM is missing beside SMTP_URL\. Example: /);
    expect(problemWith({ ALERT_FROM }).message).toMatch(/^SMTP_URL is missing beside ALERT_FROM\. Example: /);
  });

  it("reads where a worker serves its metrics", () => {
    const metricsAddress = (METRICS_ADDRESS: string) => read({ ...good, METRICS_ADDRESS }).metricsAddress;
    expect(metricsAddress("127.0.0.1:9464")).toEqual({ host: "127.0.0.1", port: 9464 });
    expect(metricsAddress("[::1]:9464")).toEqual({ host: "::1", port: 9464 });
    expect(metricsAddress("")).toBeUndefined();
  });

  it("reads the networks that receivers of webhooks may be in", () => {
    const networks = (WEBHOOK_ALLOWED_NETWORKS: string) =>
      read({ ...good, WEBHOOK_ALLOWED_NETWORKS }).webhookNetworks;
    expect(networks("10.20.0.0/16, fd00:20::/32")).toEqual(["10.20.0.0/16", "fd00:20::/32"]);
    expect(networks("")).toEqual([]);
  });

  it("says how to make an encryption key", () => {
    expect(problemWith({ ENCRYPTION_KEY: "x" }).message).toContain(
      `node -e "console.log(require('crypto').randomBytes(32).toString('hex'))"`,
    );
  });

  it("reports every variable of an empty environment at once, and one provider's for all of them", () => {
    const error = problemWith(Object.fromEntries(Object.keys(good).map((name) => [name, undefined])));
    const lines = error.message.split("\n");
    const ofNoProvider = Object.keys(good).filter((name) => !/^(QUICKBOOKS|XERO)_/.test(name));
    expect(lines.map((line) => line.split(" ")[0])).toEqual([...ofNoProvider, "QUICKBOOKS_CLIENT_ID"]);
    expect(lines.at(-1)).toContain("one provider is needed");
  });

  it.each([
    ["QUICKBOOKS", "xero"],
    ["XERO", "qbo"],
  ])("does without %s when nothing of it is set, and keeps the other", (absent, present) => {
    const without = Object.fromEntries(
      Object.entries(good).map(([name, value]) => [name, name.startsWith(absent) ? " " : value]),
    );
    expect(Object.keys(read(without).providers)).toEqual([present]);
  });

  it("reports a foreign redirect origin beside an unrelated mistake", () => {
    const error = problemWith({ NEXTAUTH_URL: "https://elsewhere.example.com", ENCRYPTION_KEY: undefined });
    expect(error.message.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "ENCRYPTION_KEY",
      "QUICKBOOKS_REDIRECT_URI",
      "XERO_REDIRECT_URI",
    ]);
  });

  it("repeats no value when everything is wrong", () => {
    const canaries = Object.fromEntries(
      Object.keys(good).map((name) => [name, `your_canary ${name.length}`]),
    );
    expect(problemWith(canaries).message).not.toContain("your_canary");
  });
});
