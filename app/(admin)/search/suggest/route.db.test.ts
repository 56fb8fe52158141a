import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { tenantIds } from "@/dev/vitest/tenant-ids";
import { testEnv } from "@/dev/vitest/test-env";
import { tokenSettings } from "@/dev/world/token-settings";
import { createAudit, installAudit } from "@/lib/audit";
import { recordAudit } from "@/lib/audit/record/record";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { systemClock as clock } from "@/lib/clock";
import { createCompanies, installCompanies } from "@/lib/companies";
import { type Database, openDatabase } from "@/lib/db";
import { encryptSession, newClaims, sessionCookie } from "@/lib/door/session/session-token";
import { createHealth, installHealth } from "@/lib/health";
import { log } from "@/lib/log";
import { createPreferences, installPreferences } from "@/lib/people";
import type { Role } from "@/lib/people/roles";
import { beginSession } from "@/lib/people/sessions";
import { createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { installRuntime } from "@/lib/runtime";
import { installTokenService } from "@/lib/token";
import type { SearchGroup } from "../search-entry";
import { GET } from "./route";

const env = testEnv();
let database: Database;
const cookies = new Map<Role, string>();

beforeAll(async () => {
  const url = await testDatabaseUrl();
  database = openDatabase({ url });
  installRuntime({ database, clock, log, env });
  const { service, stop } = await startTokens(
    tokenSettings(url, "", { auditStrict: false }),
    database,
    clock,
  );
  installTokenService(service);
  installHealth(
    createHealth({ database, clock, trustedReadHours: 24, tokenService: service, tenantIds, log }),
  );
  installCompanies(createCompanies({ database, clock, tenantIds }));
  installPreferences(createPreferences({ database, clock }));
  installAudit(createAudit({ database, clock, seals: false }));
  await addCompanies();
  for (const role of ["admin", "support", "finance"] as const) cookies.set(role, await signedIn(role));
  afterAll(async () => {
    await stop();
    await database.close();
  });
});

/** Forty connected companies, one of which needs reconnecting; one never connected, one archived. */
async function addCompanies(): Promise<void> {
  await database.query(
    `INSERT INTO "Company" (id, name, "createdAt") SELECT 'company' || n,
       CASE n WHEN 7 THEN 'Calder Coffee' WHEN 8 THEN '100% Wool' ELSE 'Plain ' || n END, now()
     FROM generate_series(1, 40) n`,
  );
  await database.query(
    `INSERT INTO "Company" (id, name, "createdAt", "archivedAt")
     VALUES ('lonely', 'Lonely Ltd', now(), NULL), ('gone', 'Gone Goods', now(), now())`,
  );
  await database.query(
    `INSERT INTO "Grant" (id, "connectionType", environment, subject, "sealedTokenSet", "keyId", scope, "issuedAt",
       "accessExpiresAt", "refreshExpiresAt", "stateSince", state)
     SELECT 'grant' || n, 'qbo', 'production', n::text, '', 'k', '', now(), now(), now() + interval '90 days', now(),
       CASE n WHEN 7 THEN 'needs_reconnecting' ELSE 'active' END FROM generate_series(1, 40) n`,
  );
  await database.query(
    `INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
       "connectedBy", "connectedAt")
     SELECT 'connection' || n, 'company' || n, 'qbo', 'production', (9341450000000000 + n)::text, 'Books ' || n,
       'grant' || n, 'admin', now() FROM generate_series(1, 40) n`,
  );
}

async function signedIn(role: Role): Promise<string> {
  const user = { email: `${role}@example.com`, name: `Pat ${role}`, role, password: "correct horse battery" };
  const id = await actAs({ kind: "system", id: "test" }, () => createUser({ database, clock }, user));
  const session = await beginSession(database, { id, sessionVersion: 1 }, clock.nowMs());
  const cookie = await encryptSession(env.auth, newClaims(session, clock.nowMs()));
  return `${sessionCookie(env.auth).name}=${cookie}`;
}

function ask(role: Role | undefined, query: string): Promise<Response> {
  const cookie = (role && cookies.get(role)) ?? "";
  const request = new NextRequest(`${env.auth.url}/search/suggest?${query}`, { headers: { cookie } });
  return GET(request, { params: Promise.resolve({}) });
}

async function found(role: Role, text: string): Promise<SearchGroup[]> {
  const answer = await ask(role, new URLSearchParams({ q: text }).toString());
  expect(answer.status, text).toBe(200);
  return (await answer.json()).groups;
}

const labels = (groups: SearchGroup[], title?: string) =>
  groups
    .filter((group) => !title || group.title === title)
    .flatMap(({ entries }) => entries.map((e) => e.label));
const hrefs = (groups: SearchGroup[]) => groups.flatMap(({ entries }) => entries.map(({ href }) => href));

test.each(["calder", "CALDER COFFEE", "Books 7", "company7", "connection7", "9341450000000007"])(
  "everyone finds a company by %s",
  async (text) => {
    for (const role of ["admin", "support", "finance"] as const) {
      const [company] = (await found(role, text)).find(({ title }) => title === "Companies")?.entries ?? [];
      expect(company).toMatchObject({
        label: "Calder Coffee",
        detail: "QuickBooks Online, Books 7",
        status: "needs_reconnecting",
        href: "/companies/company7?provider=qbo",
      });
    }
  },
);

test("a company that was never connected is found, and one that is archived", async () => {
  expect((await found("finance", "lonely"))[0]?.entries).toMatchObject([
    { label: "Lonely Ltd", detail: "Never connected" },
  ]);
  expect((await found("finance", "gone"))[0]?.entries).toMatchObject([
    { label: "Gone Goods", detail: "Archived", href: "/companies/gone" },
  ]);
  expect(labels(await found("admin", "lonely"), "Actions")).toContain("Connect Lonely Ltd");
});

test("actions are those the role may do", async () => {
  expect(labels(await found("admin", "calder"), "Actions")).toEqual([
    "Reconnect Calder Coffee",
    "Audit log for Calder Coffee, last 24 h",
  ]);
  expect(labels(await found("support", "calder"), "Actions")).toEqual([
    "Audit log for Calder Coffee, last 24 h",
  ]);
  expect(labels(await found("finance", "calder"), "Actions")).toEqual([]);
  expect((await found("admin", "reconnect cal"))[0]?.entries[0]).toMatchObject({
    connectionId: "connection7",
  });
  expect(labels(await found("admin", "reconnect plain 1"), "Actions")).toContain("Reconnect Plain 1");
  // Worst first, whatever its name.
  expect(labels(await found("admin", "reconnect books"), "Actions")[0]).toBe("Reconnect Calder Coffee");
  expect(labels(await found("support", "reconnect calder"), "Actions")).toEqual([]);
  expect((await found("support", "audit of calder"))[0]?.entries[0]?.href).toBe(
    "/audit?company=company7&since=24h",
  );
});

test("nothing typed offers the screens a role may open, and an admin what needs reconnecting", async () => {
  const admin = await found("admin", "");
  expect(admin.map(({ title }) => title)).toEqual(["Needs reconnecting", "Screens"]);
  expect(labels(admin, "Needs reconnecting")).toEqual(["Reconnect Calder Coffee"]);
  expect(labels(await found("support", ""), "Screens")).toContain("Audit log");
  const finance = await found("finance", "");
  expect(finance.map(({ title }) => title)).toEqual(["Screens"]);
  expect(hrefs(finance).filter((href) => /^\/(audit|settings|connections)/.test(href))).toEqual([]);
  expect(labels(await found("admin", "deadl"), "Screens")).toEqual(["Health → Reconnect deadlines"]);
});

test("who may read the audit log finds its rows, requests, references and people by id; finance none", async () => {
  const id = await actAs({ kind: "system", id: "refresh" }, () =>
    recordAudit(database, {
      operation: "api.call",
      outcome: "success",
      about: { companyId: "company7", connectionType: "qbo" },
      via: ["GET", "/v3/company"],
      responseStatus: 200,
      providerRef: "tid-42",
      atMs: clock.nowMs(),
    }),
  );
  for (const [text, href] of [
    [id, `/audit?id=${id}&since=all&row=${id}`],
    ["tid-42", "/audit?ref=tid-42&since=all"],
  ] as const) {
    expect(hrefs(await found("support", text))).toEqual([href]);
    expect(await found("finance", text)).toEqual([]);
  }
  expect(labels(await found("support", "Pat fin"), "Audit log")).toEqual(["Pat finance"]);
  expect(await found("finance", "Pat fin")).toEqual([]);
});

test.each([
  "%",
  "_",
  '\'; DROP TABLE "Company"; --',
  "\\",
  "\u0000\u202e",
  "<script>",
  "company:x",
  "a".repeat(9_000),
])("a hostile text is only a text: %j", async (text) => {
  const groups = await found("admin", text);
  expect(labels(groups, "Companies").filter((label) => /Plain/.test(label))).toEqual([]);
  expect(JSON.stringify(groups).length).toBeLessThan(5_000);
});

test("an answer is bounded, and says where the rest is", async () => {
  const groups = await found("admin", "plain");
  expect(labels(groups, "Companies")).toHaveLength(7);
  expect(labels(groups, "Companies").at(-1)).toBe("All connections matching “plain”");
  expect(hrefs(groups)).toContain("/connections?search=plain");
  expect(hrefs(await found("finance", "plain"))).toContain("/health?search=plain");
  expect(labels(await found("admin", "reconnect plain"), "Actions")).toHaveLength(6);
});

test("nobody without a session is answered", async () => {
  expect((await ask(undefined, "q=calder")).status).toBe(401);
});
