import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { actAs, withRequestContext } from "@/lib/request-context";
import { DAY_MS, MINUTE_MS } from "@/lib/time/durations";
import type { ApiKey } from "../api-key";
import { type ApiKeys, createApiKeys } from "../index";
import { keyValue, newKeyId, newKeySecret, parseKey } from "../key-value";
import type { NewKey } from "../new-key";
import { createKeyVerifier, type RunningKeyVerifier } from "./create-key-verifier";

const START_MS = Date.parse("2026-03-03T09:00:00Z");
const NOWHERE = "postgresql://nobody@127.0.0.1:1/none";
let nowMs = START_MS;
const clock = { nowMs: () => nowMs };
const ADMIN = { kind: "person", id: "boss" } as const;
let url: string;
let database: Database;
let keys: ApiKeys;
const running: Server[] = [];

/** A process: its own pool, its own listener, and how many queries its verifier asked. */
interface Server {
  verifier: RunningKeyVerifier;
  queries: number;
  warnings: string[];
  close(): Promise<void>;
}

beforeAll(async () => {
  url = await testDatabaseUrl();
  database = openDatabase({ url });
  keys = createApiKeys({ database, clock, random: randomBytes, providers: ["qbo", "xero"] });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  nowMs = START_MS;
});
afterAll(() => database.close());

async function server({ hears = true } = {}): Promise<Server> {
  const own = openDatabase({ url, maxConnections: 4 });
  const started = { queries: 0, warnings: [] as string[] };
  const counted: Database = {
    ...own,
    query: (...asked) => {
      started.queries += 1;
      return own.query(...asked);
    },
  };
  const verifier = createKeyVerifier({
    database: counted,
    clock,
    notifications: { listenUrl: hears ? url : NOWHERE, sendUrl: hears ? url : NOWHERE },
    log: { warn: (_, message) => started.warnings.push(message) },
  });
  await verifier.started;
  const close = async () => {
    await verifier.stop();
    await own.close();
  };
  const made = Object.assign(started, { verifier, close });
  running.push(made);
  return made;
}

/** Whether a good key costs this process no query. */
const isRemembered = ({ verifier }: Server, value: string) =>
  !(verifier.verify(value, "203.0.113.7") instanceof Promise);

const asked: NewKey = {
  name: "Nightly billing",
  service: "billing",
  scopes: ["tokens:vend", "health:read"],
  companyIds: null,
  providers: ["qbo"],
  environment: "live",
  networks: [],
};
const make = (changes: Partial<NewKey> = {}) => actAs(ADMIN, () => keys.makeKey({ ...asked, ...changes }));
const revoke = (id: string) => actAs(ADMIN, () => keys.revokeKey(id));
const rotate = (id: string, keepDays: number) => actAs(ADMIN, () => keys.rotateKey({ id, keepDays }));
/** Of a key that nobody made. */
const forged = () =>
  keyValue({ environment: "live", id: newKeyId(randomBytes), secret: newKeySecret(randomBytes) });
/** The same key with a secret that somebody guessed. */
function guessed(value: string): string {
  const parts = parseKey(value);
  if (!parts) throw new Error("that is no key");
  return keyValue({ ...parts, secret: newKeySecret(randomBytes) });
}

let addresses = 0;
/** One that nobody used, far from the others. */
function newAddress(): string {
  addresses += 1;
  return `10.${addresses >> 8}.${addresses & 255}.9`;
}

/** What a verification comes to: the key, or the refusal's code. */
async function outcome(
  of: Server,
  value: string | undefined,
  address = newAddress(),
): Promise<ApiKey | string> {
  try {
    return await of.verifier.verify(value, address);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("a good key", () => {
  test("tells who asks and how far it reaches, and for 30 seconds costs no further query", async () => {
    const { id, value, expiresAt } = await make({ limitPerMinute: 60 });
    const one = await server();
    const key = await one.verifier.verify(value, "203.0.113.7");
    expect(key).toEqual({
      id,
      name: "Nightly billing",
      service: "billing",
      environment: "live",
      scopes: new Set(["tokens:vend", "health:read"]),
      companyIds: null,
      providers: new Set(["qbo"]),
      limitPerMinute: 60,
      expiresAtMs: expiresAt.getTime(),
    });
    expect(one.queries).toBe(1);
    nowMs += 29_999;
    for (let nth = 0; nth < 1_000; nth += 1) expect(one.verifier.verify(value, "203.0.113.8")).toBe(key);
    expect(one.queries).toBe(1);
    nowMs += 1;
    await one.verifier.verify(value, "203.0.113.7");
    expect(one.queries).toBe(2);
  });

  test("shown by a crowd at once costs one query, and none of them is taken for a guess", async () => {
    const { value } = await make();
    const one = await server();
    const crowd = Array.from({ length: 500 }, () => one.verifier.verify(value, "203.0.113.7"));
    const found = await Promise.all(crowd);
    expect(new Set(found).size).toBe(1);
    expect(one.queries).toBe(1);
  });

  test("goes on from an address where another service shows wrong ones", async () => {
    const one = await server();
    const { value } = await make();
    const address = newAddress();
    await one.verifier.verify(value, address);
    for (let nth = 0; nth < 100; nth += 1) await outcome(one, forged(), address);
    expect(await outcome(one, forged(), address)).toBe("rate_limited");
    for (let nth = 0; nth < 10; nth += 1) {
      nowMs += 31_000;
      for (let wrong = 0; wrong < 40; wrong += 1) await outcome(one, forged(), address);
      expect(await outcome(one, value, address)).toMatchObject({ service: "billing" });
    }
  });

  test("is good from its networks only, and elsewhere answered like any other wrong one", async () => {
    const one = await server();
    const { value } = await make({ networks: ["203.0.113.0/24", "2001:db8::/32"] });
    for (const address of ["203.0.113.7", "::ffff:203.0.113.8", "2001:db8::1"])
      expect(await outcome(one, value, address)).toMatchObject({ service: "billing" });
    for (const address of ["203.0.114.7", "2001:db9::1", "in-process", ""])
      expect(await outcome(one, value, address), address).toBe("invalid_token");
  });

  test("that is bound to companies names them, and another environment's prefix opens nothing", async () => {
    const one = await server();
    await database.query(`INSERT INTO "Company" (id, name, "createdAt") VALUES ('acme', 'Acme', now())`);
    const { value } = await make({ companyIds: ["acme"], environment: "test" });
    expect(await outcome(one, value)).toMatchObject({ companyIds: new Set(["acme"]), environment: "test" });
    const parts = parseKey(value);
    if (!parts) throw new Error("that is no key");
    expect(await outcome(one, keyValue({ ...parts, environment: "live" }))).toBe("invalid_token");
  });
});

describe("threat 32: forged keys", () => {
  test("10,000 with a wrong checksum or shape cause 0 queries", async () => {
    const one = await server();
    const { value } = await make();
    const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const codes = new Map<string, number>();
    for (let nth = 0; nth < 10_000; nth += 1) {
      const real = nth % 2 === 0 ? forged() : value;
      const place = 8 + (nth % 51);
      const other = alphabet[(alphabet.indexOf(real[place] ?? "") + 1 + (nth % 61)) % 62];
      const wrong = real.slice(0, place) + other + real.slice(place + 1);
      const code = await outcome(one, nth % 7 === 0 ? wrong.slice(0, -1) : wrong, `198.51.${nth % 250}.7`);
      codes.set(String(code), (codes.get(String(code)) ?? 0) + 1);
    }
    expect(one.queries).toBe(0);
    expect(Object.fromEntries(codes)).toEqual({ invalid_token: 7_500, rate_limited: 2_500 });
  });

  test("10,000 unknown ids from one address cost as many queries as it has tries, then none", async () => {
    const one = await server();
    const address = newAddress();
    const outcomes = await Promise.all(Array.from({ length: 10_000 }, () => outcome(one, forged(), address)));
    expect(outcomes.filter((code) => code === "invalid_token")).toHaveLength(30);
    expect(outcomes.filter((code) => code === "rate_limited")).toHaveLength(9_970);
    expect(one.queries).toBe(30);
    await expect(one.verifier.verify(forged(), address)).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 2_000,
    });
    nowMs += 2_000;
    expect(await outcome(one, forged(), address)).toBe("invalid_token");
    expect(await outcome(one, forged(), address)).toBe("rate_limited");
    expect(await outcome(one, forged())).toBe("invalid_token");
  });

  test("neighbours of one site share a limit, whichever addresses they take", async () => {
    const one = await server();
    const codes = [];
    for (let nth = 0; nth < 1_000; nth += 1)
      codes.push(await outcome(one, forged(), `2001:db8:77:${nth.toString(16)}::1`));
    expect(codes.filter((code) => code === "invalid_token")).toHaveLength(120);
    expect(one.queries).toBe(120);
  });

  test("one unknown id shown by a crowd is one query", async () => {
    const one = await server();
    const value = forged();
    await Promise.all(Array.from({ length: 200 }, () => outcome(one, value)));
    expect(one.queries).toBe(1);
  });

  test("no key, an unknown one, a wrong secret, an ended one and a foreign network are refused in the same words", async () => {
    const one = await server();
    const [good, revoked, bound] = [await make(), await make(), await make({ networks: ["203.0.113.0/24"] })];
    const expired = await make({ expiresInDays: 1 });
    await revoke(revoked.id);
    nowMs += DAY_MS;
    const shown = [
      undefined,
      "",
      "x",
      forged(),
      guessed(good.value),
      revoked.value,
      expired.value,
      bound.value,
    ];
    const refusals = new Set<string>();
    for (const value of shown) {
      try {
        await one.verifier.verify(value, newAddress());
        refusals.add("let in");
      } catch (error) {
        const { code, message, httpStatus, nextStep } = error as Record<string, unknown>;
        refusals.add(JSON.stringify({ code, message, httpStatus, nextStep }));
      }
    }
    expect([...refusals]).toEqual([expect.stringContaining('"code":"invalid_token"')]);
  });

  test("an unknown, a revoked, an expired and a guessed key take the same time", async () => {
    const one = await server();
    const [good, revoked, expired] = [await make(), await make(), await make({ expiresInDays: 1 })];
    await revoke(revoked.id);
    nowMs += DAY_MS;
    await outcome(one, good.value);
    const shown = {
      unknown: forged,
      revoked: () => revoked.value,
      expired: () => expired.value,
      guessed: () => guessed(good.value),
    };
    const times = Object.fromEntries(Object.keys(shown).map((name) => [name, [] as number[]]));
    for (let round = 0; round < 400; round += 1) {
      for (const [name, value] of Object.entries(shown)) {
        const [presented, address] = [value(), newAddress()];
        const startMs = performance.now();
        await outcome(one, presented, address);
        times[name]?.push(performance.now() - startMs);
      }
    }
    const medians = Object.values(times).map((all) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.5);
  });
});

describe("threat 33: a key revoked in one process", () => {
  test("is refused by the others within a second, fifty times over", async () => {
    const [one, other] = [await server(), await server()];
    for (let nth = 0; nth < 50; nth += 1) {
      const { id, value } = await make();
      for (const each of [one, other]) {
        // Once the news of its making has arrived, each remembers the key.
        await expect
          .poll(async () => (await each.verifier.verify(value, "203.0.113.7")) && isRemembered(each, value), {
            interval: 1,
          })
          .toBe(true);
      }
      await revoke(id);
      const revokedAtMs = performance.now();
      for (const each of [one, other]) {
        await expect.poll(() => outcome(each, value), { interval: 5, timeout: 1_000 }).toBe("invalid_token");
      }
      expect(performance.now() - revokedAtMs).toBeLessThan(1_000);
    }
  });

  test("is refused at once where notifications can't be heard, fifty times over: nothing is kept there", async () => {
    const deaf = await server({ hears: false });
    for (let nth = 0; nth < 50; nth += 1) {
      const { id, value } = await make();
      const address = newAddress();
      for (let again = 0; again < 2; again += 1)
        expect(await outcome(deaf, value, address)).toMatchObject({ id });
      expect(deaf.queries).toBe(2 * (nth + 1));
      await revoke(id);
      expect(await outcome(deaf, value, address)).toBe("invalid_token");
      deaf.queries -= 1;
    }
  });

  test("is refused by a process whose listener went away and came back", async () => {
    const one = await server();
    const { id, value } = await make();
    await one.verifier.verify(value, "203.0.113.7");
    const ended = await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'countersign listener' AND datname = current_database()`,
    );
    expect(ended.length).toBeGreaterThan(0);
    await revoke(id);
    await expect.poll(() => outcome(one, value), { interval: 5, timeout: 1_000 }).toBe("invalid_token");
    const { value: next } = await make();
    const remembersAgain = async () =>
      (await one.verifier.verify(next, "203.0.113.7")) && isRemembered(one, next);
    await expect.poll(remembersAgain, { timeout: 10_000 }).toBe(true);
  });
});

describe("a rotated key", () => {
  test("is known by both secrets until the former one's days are over, in every process", async () => {
    const [one, other] = [await server(), await server({ hears: false })];
    const first = await make();
    await one.verifier.verify(first.value, "203.0.113.7");
    const second = await rotate(first.id, 3);
    for (const each of [one, other]) {
      expect(await outcome(each, second.value)).toMatchObject({ id: first.id });
      expect(await outcome(each, first.value)).toMatchObject({ id: first.id });
    }
    nowMs += 3 * DAY_MS;
    for (const each of [one, other]) {
      expect(await outcome(each, first.value)).toBe("invalid_token");
      expect(await outcome(each, second.value)).toMatchObject({ id: first.id });
    }
    const third = await rotate(first.id, 0);
    for (const each of [one, other]) {
      await expect.poll(() => outcome(each, second.value), { timeout: 1_000 }).toBe("invalid_token");
      expect(await outcome(each, third.value)).toMatchObject({ id: first.id });
    }
  });

  test("ends at its expiry though it was verified a moment before", async () => {
    const one = await server();
    const { value } = await make({ expiresInDays: 1 });
    nowMs += DAY_MS - 1;
    expect(await outcome(one, value)).toMatchObject({ service: "billing" });
    nowMs += 1;
    expect(await outcome(one, value)).toBe("invalid_token");
  });
});

describe("the last use of a key", () => {
  const lastUseOf = async (id: string) => (await keys.findKey(id))?.lastUsedAt;

  test("is written in one statement for all keys, and once a minute a key at most", async () => {
    const one = await server();
    const made = [await make(), await make(), await make()];
    for (const { value } of made) await one.verifier.verify(value, "203.0.113.7");
    const usedAt = new Date(nowMs);
    const before = one.queries;
    await one.verifier.saveUses();
    expect(one.queries - before).toBe(1);
    for (const { id } of made) expect(await lastUseOf(id)).toEqual(usedAt);
    await one.verifier.saveUses();
    expect(one.queries - before).toBe(1);

    const [first, second] = made;
    nowMs += MINUTE_MS - 1;
    await one.verifier.verify(first?.value, "203.0.113.7");
    await one.verifier.saveUses();
    expect(await lastUseOf(first?.id ?? "")).toEqual(usedAt);
    nowMs += 1;
    await one.verifier.verify(first?.value, "203.0.113.7");
    await one.verifier.saveUses();
    expect(await lastUseOf(first?.id ?? "")).toEqual(new Date(nowMs));
    expect(await lastUseOf(second?.id ?? "")).toEqual(usedAt);
  });

  test("is written before a process ends, and not by a wrong secret", async () => {
    const one = await server();
    const [used, attacked] = [await make(), await make()];
    await one.verifier.verify(used.value, "203.0.113.7");
    await outcome(one, guessed(attacked.value));
    await one.verifier.stop();
    expect(await lastUseOf(used.id)).toEqual(new Date(nowMs));
    expect(await lastUseOf(attacked.id)).toBeNull();
  });
});

describe("the use of a key that has ended", () => {
  const refusalsOf = (id: string) =>
    database.query(
      `SELECT "userId", "actorKind", "apiKeyId", outcome, "responseStatus", "errorMessage", "ipAddress"
       FROM "AuditLog" WHERE operation = 'access.refuse' AND "apiEndpoint" = $1 ORDER BY position`,
      [`/api-keys/${id}`],
    );
  const rowSaying = (id: string, errorMessage: string) => ({
    userId: "Nightly billing",
    actorKind: "apiKey",
    apiKeyId: id,
    outcome: "refused",
    responseStatus: 401,
    errorMessage,
    ipAddress: "203.0.113.7",
  });

  test("is on record once a key and day, whichever process saw it, and names the key", async () => {
    const [one, other] = [await server(), await server()];
    const revoked = await make();
    await revoke(revoked.id);
    const row = rowSaying(revoked.id, "The key had been revoked.");
    const showAll = async () => {
      for (let nth = 0; nth < 10; nth += 1)
        for (const each of [one, other]) await outcome(each, revoked.value, "203.0.113.7");
    };
    const context = { requestId: "r1", userAgent: "curl", ipAddress: "203.0.113.7" };
    await withRequestContext(context, showAll);
    await expect.poll(() => refusalsOf(revoked.id)).toEqual([row]);
    nowMs += DAY_MS;
    await showAll();
    await expect.poll(() => refusalsOf(revoked.id)).toEqual([row, row]);
  });

  test("tells an expired key from one whose secret was replaced; a guess leaves no row", async () => {
    const one = await server();
    const [expired, replaced, attacked] = [await make({ expiresInDays: 1 }), await make(), await make()];
    await rotate(replaced.id, 0);
    await revoke(attacked.id);
    nowMs += DAY_MS;
    await outcome(one, expired.value, "203.0.113.7");
    await outcome(one, replaced.value, "203.0.113.7");
    await outcome(one, guessed(attacked.value), "203.0.113.7");
    await one.verifier.stop();
    expect(await refusalsOf(expired.id)).toEqual([rowSaying(expired.id, "The key had expired.")]);
    expect(await refusalsOf(replaced.id)).toEqual([
      rowSaying(replaced.id, "The key's secret had been replaced."),
    ]);
    expect(await refusalsOf(attacked.id)).toEqual([]);
  });

  test("is refused all the same while it can't be recorded, and recorded at its next use", async () => {
    const one = await server();
    const revoked = await make();
    await revoke(revoked.id);
    await database.query(`ALTER TABLE "AuditLog" ADD CONSTRAINT refuses_rows CHECK (false) NOT VALID`);
    expect(await outcome(one, revoked.value, "203.0.113.7")).toBe("invalid_token");
    await expect.poll(() => one.warnings).toEqual(["The use of an ended key waits to be recorded"]);
    await database.query(`ALTER TABLE "AuditLog" DROP CONSTRAINT refuses_rows`);
    expect(await outcome(one, revoked.value, "203.0.113.7")).toBe("invalid_token");
    await expect.poll(() => refusalsOf(revoked.id)).toHaveLength(1);
  });
});

test("a database that does not answer is no refusal, and costs its caller no try", async () => {
  const one = await server();
  const { value } = await make();
  const address = newAddress();
  const failing = createKeyVerifier({
    database: { ...database, query: () => Promise.reject(new Error("away")) },
    clock,
    notifications: { listenUrl: NOWHERE, sendUrl: NOWHERE },
    log: { warn: () => {} },
  });
  await failing.started;
  for (let nth = 0; nth < 50; nth += 1) await expect(failing.verify(value, address)).rejects.toThrow("away");
  await failing.stop();
  expect(await outcome(one, value, address)).toMatchObject({ service: "billing" });
});
