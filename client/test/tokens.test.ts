import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Countersign, NoConnectionError, UnreachableError } from "../src/index.js";
import { type ApiServer, problemJson, startApiServer } from "./api-server.js";
import { VirtualClock } from "./virtual-clock.js";

const MINUTE_MS = 60_000;
let server: ApiServer;
let clock: OverHttp;
let countersign: Countersign;

/** Virtual time over real HTTP: it passes by itself only in the waits between tries. */
class OverHttp extends VirtualClock {
  readonly waited: number[] = [];

  override wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms >= 5_000) return super.wait(ms, signal); // a time limit, which the test lets pass or not
    this.waited.push(ms);
    return Promise.resolve();
  }
}

beforeEach(async () => {
  server = await startApiServer();
  clock = new OverHttp();
  countersign = new Countersign({ url: `${server.url}/`, key: server.key, clock });
});
afterEach(() => server.close());

const get = (options = {}) => countersign.tokens.get("acme", "qbo", options);
const methods = () => server.seen.map(({ method, tag }) => (tag ? `${method} ${tag}` : method));

describe("a token", () => {
  test("is asked for once and kept", async () => {
    const token = await get();
    expect(await get()).toBe(token);
    expect(token).toMatchObject({
      accessToken: "secret-value-1",
      generation: 1,
      tenantId: "9341453908745123",
      environment: "sandbox",
      apiBaseUrl: "https://sandbox-quickbooks.api.intuit.com",
    });
    expect(server.seen).toEqual([
      { method: "POST", path: "/v1/companies/acme/qbo/token", tag: undefined, json: undefined },
    ]);
  });

  test("is one request for a hundred callers at once, and one for each connection", async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => get()));
    expect(new Set(all).size).toBe(1);
    await countersign.tokens.get("acme/§", "xero");
    expect(server.seen.map(({ path }) => path)).toEqual([
      "/v1/companies/acme/qbo/token",
      "/v1/companies/acme%2F%C2%A7/xero/token",
    ]);
  });

  test("shows nothing of itself", async () => {
    const token = await get();
    const shown = [
      `${token}`,
      String(token),
      JSON.stringify({ token }),
      inspect(token, { depth: 9, showHidden: true }),
      inspect({ token }),
      JSON.stringify({ ...token }),
      inspect(countersign, { depth: 9, showHidden: true }),
    ];
    expect(shown.join()).not.toMatch(/secret-value|cs_test/);
    expect(`${token}`).toBe("[Countersign token]");
  });

  test("is confirmed after five minutes before it is given, and given until then", async () => {
    const token = await get();
    await clock.advance(5 * MINUTE_MS - 1);
    expect(await get()).toBe(token);
    await clock.advance(1);
    expect(await get()).toBe(token);
    await clock.advance(MINUTE_MS);
    expect(await get()).toBe(token);
    expect(methods()).toEqual(["POST", 'GET "g1"']);
  });

  test("of a company that was disconnected is given no longer after five minutes", async () => {
    await get();
    server.connected = false;
    await clock.advance(5 * MINUTE_MS);
    await expect(get()).rejects.toBeInstanceOf(NoConnectionError);
    await expect(get()).rejects.toMatchObject({
      code: "no_connection",
      status: 409,
      requestId: "0123456789",
    });
  });

  test("is replaced behind the caller from refresh_after on", async () => {
    server.token.refreshWindowSeconds = 3_590;
    const first = await get();
    await clock.advance(11_000);
    server.token.generation = 2;
    expect(await get()).toBe(first);
    await expect.poll(async () => (await get()).generation).toBe(2);
    expect(methods()).toEqual(["POST", 'GET "g1"']);
  });

  test("that is not replaced yet is not asked about at every turn", async () => {
    server.token.refreshWindowSeconds = 3_590;
    await get();
    await clock.advance(11_000);
    for (let nth = 0; nth < 50; nth++) await get();
    await expect.poll(() => server.seen.length).toBe(2);
    for (let nth = 0; nth < 50; nth++) await get();
    expect(server.seen).toHaveLength(2);
  });

  test("ages by the client's own clock, whatever the machine's says", async () => {
    const { toISOString } = Date.prototype;
    Date.prototype.toISOString = function (this: Date) {
      return toISOString.call(new Date(this.getTime() + 86_400_000)); // the server's machine is a day ahead
    };
    try {
      server.token.livesSeconds = 240;
      server.token.refreshWindowSeconds = 60;
      await get();
      await clock.advance(3 * MINUTE_MS - 1);
      await get();
      expect(server.seen).toHaveLength(1);
      await clock.advance(2);
      await get();
      expect(server.seen).toHaveLength(2);
    } finally {
      Date.prototype.toISOString = toISOString;
    }
  });

  test("with less life than is asked is asked for anew", async () => {
    await get();
    await clock.advance(MINUTE_MS);
    await get({ minTtlSeconds: 3_000 });
    await get({ minTtlSeconds: 3_590 });
    expect(server.seen.map(({ json }) => json)).toEqual([undefined, { min_ttl_seconds: 3_590 }]);
  });
});

describe("while Countersign is away", () => {
  const away = () => server.faults.push(...Array(3).fill("reset" as const));

  test("the token that is held will do until its last minute", async () => {
    const token = await get();
    for (const minutes of [5, 20, 34 - 0.1]) {
      away();
      await clock.advance(minutes * MINUTE_MS);
      expect(await get()).toBe(token);
      expect(server.faults).toEqual([]);
    }
    away();
    await clock.advance(MINUTE_MS);
    await expect(get()).rejects.toBeInstanceOf(UnreachableError);
  });

  test("it is not asked at every turn", async () => {
    await get();
    await clock.advance(5 * MINUTE_MS);
    away();
    await get();
    for (let nth = 0; nth < 20; nth++) await get();
    expect(server.seen).toHaveLength(4);
    await clock.advance(5_000);
    await get();
    expect(server.seen).toHaveLength(5);
  });

  test("a caller waits five seconds for an answer that does not come", async () => {
    const token = await get();
    await clock.advance(5 * MINUTE_MS);
    server.faults.push({ delayMs: 10_000 });
    const asked = get();
    await expect.poll(() => server.seen.length).toBe(2);
    await clock.advance(5_000);
    expect(await asked).toBe(token);
    expect(await get()).toBe(token);
  });

  test("a key that was revoked is no such case", async () => {
    await get();
    await clock.advance(5 * MINUTE_MS);
    server.faults.push({ status: 401, body: problemJson(401, "invalid_token") });
    await expect(get()).rejects.toMatchObject({ code: "invalid_token" });
  });
});

describe("a refused token", () => {
  test("is reported once by ten callers, and the newer one given to all who ask meanwhile", async () => {
    const token = await get();
    const reports = Array.from({ length: 10 }, () => countersign.tokens.reject("acme", "qbo", token));
    const meanwhile = get();
    const newer = await Promise.all([...reports, meanwhile]);
    expect(new Set(newer.map(({ generation }) => generation))).toEqual(new Set([2]));
    expect(await countersign.tokens.reject("acme", "qbo", 1)).toBe(newer[0]);
    expect(server.seen.map(({ json }) => json)).toEqual([undefined, { rejected_generation: 1 }]);
  });

  test.each(["rejected_too_soon", "token_rejected_again"])(
    "that is answered %s is still the one",
    async (code) => {
      const token = await get();
      server.faults.push({ status: 409, body: problemJson(409, code, { retry_after_seconds: 4 }) });
      await expect(countersign.tokens.reject("acme", "qbo", token)).rejects.toMatchObject({
        code,
        retryAfterSeconds: 4,
      });
      expect(await get()).toBe(token);
      expect(server.seen).toHaveLength(2);
    },
  );

  test("whose connection has ended is given no longer", async () => {
    const token = await get();
    server.connected = false;
    await expect(countersign.tokens.reject("acme", "qbo", token)).rejects.toBeInstanceOf(NoConnectionError);
    await expect(get()).rejects.toBeInstanceOf(NoConnectionError);
  });
});

test("a caller who leaves ends their own wait and nobody else's", async () => {
  server.faults.push({ delayMs: 50 });
  const leaving = new AbortController();
  const [left, stayed] = [get({ signal: leaving.signal }), get()];
  leaving.abort(new Error("I have to go"));
  await expect(left).rejects.toThrow("I have to go");
  expect((await stayed).generation).toBe(1);
  await expect(get({ signal: leaving.signal })).rejects.toThrow("I have to go");
  expect(server.seen).toHaveLength(1);
});
