import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { secretsIn } from "@/dev/vitest/secret-forms";
import { COMMAND_LINE } from "@/lib/actor";
import { addCompany } from "@/lib/companies/add-company";
import { type Database, openDatabase } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";
import { createUser, disableUser } from "../users";
import { type ApiKeys, createApiKeys } from "./index";
import { hashSecret, parseKey } from "./key-value";
import type { NewKey } from "./new-key";

const START_MS = Date.parse("2026-03-03T09:00:00Z");
let nowMs = START_MS;
const clock = { nowMs: () => nowMs };
const ADMIN = { kind: "person", id: "boss" } as const;
let database: Database;
let keys: ApiKeys;

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  keys = createApiKeys({ database, clock, random: randomBytes, providers: ["qbo", "xero"] });
});
afterAll(() => database.close());

const asked: NewKey = {
  name: "Nightly billing",
  service: "billing",
  scopes: ["tokens:vend", "connections:read"],
  companyIds: null,
  providers: ["xero", "qbo"],
  environment: "live",
  networks: [],
};
const make = (changes: Partial<NewKey> = {}) => actAs(ADMIN, () => keys.makeKey({ ...asked, ...changes }));
const rotate = (request: Parameters<ApiKeys["rotateKey"]>[0]) => actAs(ADMIN, () => keys.rotateKey(request));
const revoke = (id: string) => actAs(ADMIN, () => keys.revokeKey(id));
const find = async (id: string) => {
  const key = await keys.findKey(id);
  if (!key) throw new Error(`no key ${id}`);
  return key;
};
const hashesOf = async (id: string) =>
  database.prisma.apiKey.findUniqueOrThrow({
    where: { id },
    select: { secretHash: true, previousSecretHash: true, previousUntil: true },
  });
const secretOf = (value: string) => parseKey(value)?.secret ?? "";
const rowsAbout = (id: string) =>
  database.query<{ operation: string; requestMethod: string; errorMessage: string; userId: string }>(
    `SELECT operation, "requestMethod", "errorMessage", "userId" FROM "AuditLog"
     WHERE "apiEndpoint" = $1 ORDER BY position`,
    [`/api-keys/${id}`],
  );
const countKeys = async () => (await database.query(`SELECT 1 FROM "ApiKey"`)).length;

describe("making a key", () => {
  test("gives its value once, keeps its hash alone and is on record with all that it may do", async () => {
    const { id, value, expiresAt } = await make({ networks: ["203.0.113.9/24"] });
    expect(parseKey(value)).toMatchObject({ id, environment: "live" });
    expect(expiresAt).toEqual(new Date(START_MS + 365 * DAY_MS));
    expect(Buffer.from((await hashesOf(id)).secretHash)).toEqual(hashSecret(secretOf(value)));
    expect(await find(id)).toMatchObject({
      name: "Nightly billing",
      service: "billing",
      scopes: ["connections:read", "tokens:vend"],
      allCompanies: true,
      providers: ["qbo", "xero"],
      networks: ["203.0.113.0/24"],
      limitPerMinute: 1_000,
      lastUsedAt: null,
      status: "good",
      makerLeft: false,
    });
    expect(await rowsAbout(id)).toEqual([
      {
        operation: "api_key.make",
        requestMethod: "POST",
        userId: "boss",
        errorMessage:
          'live key "Nightly billing" for billing; connections:read tokens:vend; every company at qbo, xero; from 203.0.113.0/24; 1,000 a minute; until 2027-03-03.',
      },
    ]);
  });

  test("may name companies that exist, and shows the names of the first of them", async () => {
    const names = ["Delta", "Acme", "Crux", "Bolt"];
    const ids = [];
    for (const name of names) ids.push(await actAs(ADMIN, () => addCompany({ database, clock }, { name })));
    const { id } = await make({ companyIds: [...ids, ids[0] ?? ""] });
    expect(await find(id)).toMatchObject({
      allCompanies: false,
      companyIds: ids,
      companyNames: ["Acme", "Bolt", "Crux"],
    });
    const before = await countKeys();
    await expect(make({ companyIds: [ids[0] ?? "", "nobody"] })).rejects.toMatchObject({
      code: "invalid_input",
      field: "companyIds",
      message: 'There is no company "nobody".',
    });
    expect(await countKeys()).toBe(before);
  });

  test.each<[string, Partial<NewKey>]>([
    ["name", { name: " \u0000 " }],
    ["name", { name: "x".repeat(81) }],
    ["service", { service: "" }],
    ["scopes", { scopes: [] }],
    ["scopes", { scopes: ["tokens:vend", "tokens:*"] }],
    ["companyIds", { companyIds: [] }],
    ["companyIds", { companyIds: Array.from({ length: 1_001 }, (_, nth) => `c${nth}`) }],
    ["companyIds", { companyIds: ["a\u0000b"] }],
    ["providers", { providers: [] }],
    ["providers", { providers: ["sage"] }],
    ["environment", { environment: "production" }],
    ["networks", { networks: ["example.com"] }],
    ["networks", { networks: Array.from({ length: 51 }, (_, nth) => `10.0.${nth}.0/24`) }],
    ["limitPerMinute", { limitPerMinute: 0 }],
    ["limitPerMinute", { limitPerMinute: Number.NaN }],
    ["limitPerMinute", { limitPerMinute: 1_000_001 }],
    ["expiresInDays", { expiresInDays: 0 }],
    ["expiresInDays", { expiresInDays: 731 }],
    ["expiresInDays", { expiresInDays: 1.5 }],
  ])("is refused by the name of the field: %s", async (field, changes) => {
    const before = await countKeys();
    await expect(make(changes)).rejects.toMatchObject({ code: "invalid_input", field });
    expect(await countKeys()).toBe(before);
  });
});

describe("rotating a key", () => {
  test("gives another secret, and keeps the former one for as long as was said", async () => {
    const first = await make();
    const second = await rotate({ id: first.id, keepDays: 3 });
    expect(second.id).toBe(first.id);
    expect(second.expiresAt).toEqual(first.expiresAt);
    const { secretHash, previousSecretHash, previousUntil } = await hashesOf(first.id);
    expect(Buffer.from(secretHash)).toEqual(hashSecret(secretOf(second.value)));
    expect(Buffer.from(previousSecretHash ?? [])).toEqual(hashSecret(secretOf(first.value)));
    expect(previousUntil).toEqual(new Date(nowMs + 3 * DAY_MS));
    expect((await rowsAbout(first.id)).at(-1)).toMatchObject({
      operation: "api_key.rotate",
      errorMessage:
        'Key "Nightly billing" has a new secret; the old one is valid until 2026-03-06. The key expires on 2027-03-03.',
    });
  });

  test("may give it a new expiry as well", async () => {
    const { id } = await make({ expiresInDays: 20 });
    expect((await find(id)).status).toBe("expiring");
    await rotate({ id, keepDays: 0, expiresInDays: 365 });
    expect(await find(id)).toMatchObject({
      status: "good",
      expiresAt: new Date(nowMs + 365 * DAY_MS),
      previousUntil: new Date(nowMs),
    });
  });

  test("is refused for a key that has ended, an unknown one and days out of bounds", async () => {
    const { id } = await make({ expiresInDays: 1 });
    await revoke(id);
    const ended = { code: "invalid_input", nextStep: "Make a new key instead." };
    await expect(rotate({ id, keepDays: 0 })).rejects.toMatchObject(ended);
    const { id: lapsed } = await make({ expiresInDays: 1 });
    nowMs += DAY_MS;
    await expect(rotate({ id: lapsed, keepDays: 0, expiresInDays: 9 })).rejects.toMatchObject(ended);
    nowMs = START_MS;
    await expect(rotate({ id: "nobody", keepDays: 0 })).rejects.toMatchObject({ code: "not_found" });
    for (const keepDays of [-1, 15, 0.5])
      await expect(rotate({ id, keepDays })).rejects.toMatchObject({ field: "keepDays" });
  });
});

describe("revoking a key", () => {
  test("ends it, once, and names who did it", async () => {
    const { id } = await make();
    await revoke(id);
    await revoke(id);
    expect(await find(id)).toMatchObject({ status: "revoked", revokedAt: new Date(nowMs) });
    const changes = (await rowsAbout(id)).map(({ operation, requestMethod }) => [operation, requestMethod]);
    expect(changes).toEqual([
      ["api_key.make", "POST"],
      ["api_key.revoke", "DELETE"],
    ]);
    await expect(revoke("nobody")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the list of keys", () => {
  test("tells which are good, which expire soon and which have ended, and who made them", async () => {
    const { id } = await make({ expiresInDays: 31 });
    expect((await find(id)).status).toBe("good");
    nowMs += DAY_MS;
    expect((await find(id)).status).toBe("expiring");
    nowMs += 30 * DAY_MS;
    expect((await find(id)).status).toBe("expired");
    nowMs = START_MS;

    const maker = await actAs(ADMIN, () =>
      createUser(
        { database, clock },
        { email: "m@example.com", name: "Mo", role: "support", password: "a good password" },
      ),
    );
    const { id: made } = await actAs({ kind: "person", id: maker }, () => keys.makeKey(asked));
    expect(await find(made)).toMatchObject({ createdByName: "Mo", makerLeft: false });
    await actAs(COMMAND_LINE, () => disableUser({ database, clock }, maker));
    expect(await find(made)).toMatchObject({ createdByName: "Mo", makerLeft: true, status: "good" });
  });

  test("is read page by page, forwards and back, each key once", async () => {
    const all = (await database.query<{ id: string }>(`SELECT id FROM "ApiKey"`)).map(({ id }) => id);
    while (all.length < 120) {
      nowMs += 1 + (all.length % 2);
      all.push((await make()).id);
    }
    const seen = [];
    let page = await keys.listKeys();
    expect(page.newer).toBeNull();
    for (; ; page = await keys.listKeys({ ...page.older, towards: "older" })) {
      seen.push(...page.keys.map(({ id }) => id));
      if (!page.older) break;
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen)).toEqual(new Set(all));
    if (!page.newer) throw new Error("the last page has nothing before it");
    const back = await keys.listKeys({ ...page.newer, towards: "newer" });
    expect(back.keys.map(({ id }) => id)).toEqual(seen.slice(50, 100));
    nowMs = START_MS;
  });
});

test("the value of a key is in no row of the database", async () => {
  const first = await make();
  const second = await rotate({ id: first.id, keepDays: 14 });
  const secrets = [first.value, second.value].flatMap((value) => [value, secretOf(value)]);
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()
     AND table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
    expect(secretsIn(rows.map(({ row }) => row).join("\n"), secrets), name).toEqual([]);
  }
});
