import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AcmeClient, acme } from "@/dev/third-provider/module";
import { type AcmeServer, startAcme } from "@/dev/third-provider/server";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { addCompany } from "@/lib/companies/add-company";
import { type Database, openDatabase } from "@/lib/db";
import { readEnv } from "@/lib/env";
import { actAs } from "@/lib/request-context";
import type { ProviderName, TokenService } from "@/lib/token";
import type { TokenEngine } from "@/lib/token/engine";
import { providerModules } from "./registry";

/** The registry names the providers of the public contract; this one exists in this test only. */
const ACME = "acme" as ProviderName;
const ADMIN = { kind: "person", id: "admin" } as const;
const OURS = "http://localhost:3000";
const BUSINESS = { id: "b-17", name: "Road Runner Supplies" };

let nowMs = Date.UTC(2026, 2, 1);
const clock = { nowMs: () => nowMs };
let server: AcmeServer;
let database: Database;
let engine: TokenEngine;
let service: TokenService;

beforeAll(async () => {
  server = await startAcme();
  const databaseUrl = await testDatabaseUrl();
  database = openDatabase({ url: databaseUrl });
  engine = await startTokens(readEnv([acme], environment(databaseUrl)), database, clock, {
    providers: [acme],
  });
  service = engine.service;
});

afterAll(async () => {
  await engine?.stop();
  await database?.close();
  await server?.close();
});

function environment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    NEXTAUTH_URL: OURS,
    QUICKBOOKS_CLIENT_ID: "unused",
    QUICKBOOKS_CLIENT_SECRET: "unused",
    QUICKBOOKS_REDIRECT_URI: `${OURS}/api/oauth/qbo/callback`,
    XERO_CLIENT_ID: "unused",
    XERO_CLIENT_SECRET: "unused",
    XERO_REDIRECT_URI: `${OURS}/api/oauth/xero/callback`,
    ACME_CLIENT_ID: "acme-id",
    ACME_CLIENT_SECRET: "acme-secret",
    ACME_REDIRECT_URI: `${OURS}/api/oauth/acme/callback`,
    PROVIDER_SIMULATOR_URL: server.url,
    JOURNAL_DIRECTORY: mkdtempSync(join(tmpdir(), "countersign-journal-")),
    AUDIT_STRICT: "true",
  };
}

test("a provider that is one file connects, vends, refreshes, probes, tracks and disconnects", async () => {
  const companyId = await actAs(ADMIN, () => addCompany({ database, clock }, { name: "Coyote & Co" }));
  const request = { companyId, connectionType: ACME };
  const browser = { browserKey: "browser", returnTo: "/connections" };
  const url = await actAs(ADMIN, () => service.beginConsent({ ...request, ...browser, purpose: "connect" }));
  expect(url.href).toContain(`${server.url}/oauth/authorize?`);
  const outcome = await service.completeConsent({
    connectionType: ACME,
    params: server.consent(url, BUSINESS).searchParams,
    actor: ADMIN,
    browserKey: browser.browserKey,
  });
  expect(outcome).toMatchObject({ outcome: "connected" });

  const first = await service.getValidToken(companyId, ACME, "dev");
  expect(first).toMatch(/^acme-access-/);
  expect(await service.getTokenStatus(companyId, ACME)).toMatchObject({ status: "VALID" });

  nowMs += 3_600_000;
  const callers = Array.from({ length: 20 }, () => service.getValidToken(companyId, ACME, "dev"));
  const [second, ...same] = [...new Set(await Promise.all(callers))];
  expect(same).toEqual([]);
  expect(second).not.toBe(first);
  expect(server.counters).toMatchObject({ refreshes: 1, spentValueUses: 0 });

  expect(await actAs(ADMIN, () => service.probe(request))).toMatchObject({
    tenantName: BUSINESS.name,
    apiEndpoint: "/api/business",
  });
  const client = (await service.getOAuthClient(companyId, ACME)) as unknown as AcmeClient;
  const response = await client.get("/api/business?secret=hush");
  expect(await response.json()).toEqual(BUSINESS);

  expect(await actAs(ADMIN, () => service.disconnect(request))).toEqual({ tenantName: BUSINESS.name });
  expect(server.counters.revokes).toBe(1);
  expect((await client.get("/api/business")).status).toBe(401);
  await expect(service.getValidToken(companyId, ACME, "dev")).rejects.toMatchObject({
    code: "no_connection",
  });

  const rows = await database.query<{ row: string }>(
    `SELECT operation || ' ' || "apiEndpoint" || ' ' || "responseStatus" || ' ' || ("providerRef" IS NOT NULL) AS row
     FROM "AuditLog" WHERE "companyId" = $1 AND operation IN ('token.refresh', 'api.call', 'connection.revoke')
       AND "connectionType" = 'acme' ORDER BY "timestamp", id`,
    [companyId],
  );
  expect(rows.map(({ row }) => row).sort()).toEqual([
    "api.call /api/business 200 true",
    "api.call /api/business 401 true",
    expect.stringMatching(/^connection\.revoke /),
    "token.refresh /oauth/token 200 true",
  ]);
});

test("a grant that Acme ended needs a new consent", async () => {
  const companyId = await actAs(ADMIN, () => addCompany({ database, clock }, { name: "Beep" }));
  const request = { companyId, connectionType: ACME, browserKey: "b", returnTo: "/" };
  const url = await actAs(ADMIN, () => service.beginConsent({ ...request, purpose: "connect" }));
  const { searchParams } = server.consent(url, { id: "b-18", name: "Beep Ltd" });
  const callback = { connectionType: ACME, params: searchParams, actor: ADMIN, browserKey: "b" };
  await service.completeConsent(callback);
  nowMs += 3_600_000;
  const [grant] = await database.query(
    `SELECT 1 FROM "Grant" WHERE "connectionType" = 'acme' AND subject = 'b-18'`,
  );
  expect(grant).toBeDefined();
  server.endGrant("b-18");
  const refused = { code: "reconnect_required", owner: "customer" };
  await expect(service.getValidToken(companyId, ACME, "dev")).rejects.toMatchObject(refused);
  expect(await service.getTokenStatus(companyId, ACME)).toMatchObject({
    status: "EXPIRED",
    message: "The Acme Accounting connection has ended: an Acme owner must reconnect.",
  });
});

test("a token set of another system is taken over, with the scope that the provider's file names", async () => {
  const redirectUri = `${OURS}/api/oauth/acme/callback`;
  const app = { clientId: "acme-id", clientSecret: "acme-secret", redirectUri, simulatorUrl: server.url };
  const elsewhere = acme.create(
    { ...app, environment: "production" },
    { fetch, clock, callTimeoutMs: 5_000 },
  );
  const secrets = { state: "s".repeat(43), nonce: "n".repeat(43), codeVerifier: "v".repeat(43) };
  const callback = server.consent(await elsewhere.authorizationUrl(secrets), {
    id: "b-19",
    name: "Elsewhere",
  });
  const { tokenSet } = await elsewhere.exchangeCode(callback.searchParams, secrets);
  const { accessToken, refreshToken, accessExpiresAtMs: expiresAtMs } = tokenSet;
  const companyId = await actAs(ADMIN, () => addCompany({ database, clock }, { name: "Elsewhere" }));
  const given = { accessToken, refreshToken, expiresAtMs, tenantId: "b-19" };
  expect(await service.adopt(companyId, ACME, given, ADMIN.id)).toMatchObject({
    outcome: "connected",
    tenantName: "Elsewhere",
  });
  expect(await database.query(`SELECT scope FROM "Grant" WHERE subject = 'b-19'`)).toEqual([
    { scope: "books.read" },
  ]);
});

test("a provider without its variables stops the start, naming each of them", () => {
  const complete = environment("postgresql://localhost/x");
  const elsewhere = "http://localhost:1/api/oauth/acme/callback";
  const lacking = { ...complete, ACME_CLIENT_ID: " ", ACME_REDIRECT_URI: elsewhere };
  expect(() => readEnv([...providerModules, acme], lacking)).toThrow(
    /^ACME_CLIENT_ID is missing\..*\nACME_REDIRECT_URI must begin with the same scheme, host and port as NEXTAUTH_URL\..*$/,
  );
  expect(Object.keys(readEnv(providerModules, complete).providers)).toEqual(["qbo", "xero"]);
});
