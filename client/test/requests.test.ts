import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  Countersign,
  type Failure,
  RateLimitedError,
  UnknownProblemError,
  UnreadableAnswerError,
} from "../src/index.js";
import { type ApiServer, problemJson, startApiServer } from "./api-server.js";
import { VirtualClock } from "./virtual-clock.js";

let server: ApiServer;
let waits: number[];
let countersign: Countersign;

beforeEach(async () => {
  server = await startApiServer();
  waits = [];
  const clock = new VirtualClock();
  const limits = { nowMs: () => clock.nowMs(), wait: clock.wait.bind(clock) };
  const wait = (ms: number, signal?: AbortSignal) => {
    if (ms === 30_000) return limits.wait(ms, signal); // the limit of one try, which never passes here
    waits.push(ms);
    return Promise.resolve();
  };
  countersign = new Countersign({ url: server.url, key: server.key, clock: { ...limits, wait } });
});
afterEach(() => server.close());

const get = () => countersign.tokens.get("acme", "qbo");
const refusal = (status: number, code: string, headers = {}) => ({
  status,
  headers,
  body: problemJson(status, code),
});

describe("a request", () => {
  test.each(["reset", ...[429, 503, 504].map((status) => ({ status }))] as const)(
    "is tried again after %j, three times in all",
    async (fault) => {
      server.faults.push(fault, fault);
      expect((await get()).generation).toBe(1);
      expect(server.seen).toHaveLength(3);
      expect(waits[0]).toBeLessThanOrEqual(250);
      expect(waits[1]).toBeLessThanOrEqual(500);
      server.faults.push(fault, fault, fault);
      await expect(countersign.connections.get("acme", "qbo")).rejects.toBeDefined();
      expect(server.seen).toHaveLength(6);
    },
  );

  test.each([400, 401, 403, 404, 409, 413, 500, 502])("is not tried again after %i", async (status) => {
    server.faults.push(refusal(status, "invalid_input"));
    await expect(get()).rejects.toMatchObject({ code: "invalid_input", status });
    expect(server.seen).toHaveLength(1);
  });

  test("waits as long as Retry-After says", async () => {
    server.faults.push(refusal(429, "rate_limited", { "Retry-After": "7" }));
    const date = new Date().toUTCString();
    const later = new Date(Date.parse(date) + 9_000).toUTCString();
    server.faults.push(refusal(503, "refresh_pending", { "Retry-After": later, Date: date }));
    await get();
    expect(waits[0]).toBeGreaterThanOrEqual(7_000);
    expect(waits[0]).toBeLessThanOrEqual(7_250);
    expect(waits[1]).toBeGreaterThanOrEqual(9_000);
  });

  test("is given up where Retry-After is longer than a caller may wait", async () => {
    server.faults.push(refusal(429, "rate_limited", { "Retry-After": "60" }));
    await expect(get()).rejects.toBeInstanceOf(RateLimitedError);
    expect(server.seen).toHaveLength(1);
  });

  test("whose answer is a page of somebody else says so", async () => {
    server.faults.push(
      { status: 200, body: "<html>" },
      { status: 302, headers: { Location: "http://127.0.0.1:1/" } },
    );
    for (const status of [200, 302]) {
      const failure = await get().catch((error: Failure) => error);
      expect(failure).toBeInstanceOf(UnreadableAnswerError);
      expect(failure).toMatchObject({ status });
    }
  });

  test("that fails by a code of a newer Countersign says which", async () => {
    server.faults.push(refusal(409, "of_tomorrow"));
    const failure = await get().catch((error: Failure) => error);
    expect(failure).toBeInstanceOf(UnknownProblemError);
    expect(failure).toMatchObject({ code: "unknown_problem", problemCode: "of_tomorrow", owner: "us" });
  });

  test("tells the provider's part of a failure", async () => {
    const more = {
      provider_ref: "1-abc",
      provider_status: 503,
      next_step: "Wait.",
      since: "2026-03-03T09:14:00Z",
    };
    server.faults.push({ status: 409, body: problemJson(409, "reconnect_required", more) });
    await expect(get()).rejects.toMatchObject({
      name: "ReconnectRequiredError",
      message: "It failed as reconnect_required.",
      providerRef: "1-abc",
      providerStatus: 503,
      nextStep: "Wait.",
      since: "2026-03-03T09:14:00Z",
    });
  });
});

test("connections are read by company and by filter", async () => {
  expect(await countersign.connections.get("acme", "qbo")).toMatchObject({ status: "working" });
  const page = await countersign.connections.list({ status: "needs_reconnecting", limit: 50 });
  expect(page).toEqual({ connections: [], next_cursor: null });
  expect(server.seen.map(({ path }) => path)).toEqual([
    "/v1/companies/acme/qbo",
    "/v1/connections?status=needs_reconnecting&limit=50",
  ]);
  const left = AbortSignal.abort(new Error("gone"));
  await expect(countersign.connections.list({ signal: left })).rejects.toThrow("gone");
});

test.each([
  [{ url: "countersign", key: "k" }, /^url must be/],
  [{ url: "ftp://host", key: "k" }, /^url must be/],
  [{ url: "http://host", key: "" }, /^key must be/],
])("a client can't be made of %j", (options, message) => {
  expect(() => new Countersign(options)).toThrow(message);
});
