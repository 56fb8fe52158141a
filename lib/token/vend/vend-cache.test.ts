import { describe, expect, test } from "vitest";
import { type CachedToken, VendCache } from "./vend-cache";

const token = (grantId: string, refreshAfterMs = 1_000): CachedToken => ({
  token: {
    confirmed: false,
    accessToken: `token of ${grantId}`,
    generation: 1,
    expiresAtMs: 2 * refreshAfterMs,
    refreshAfterMs,
    scope: "books.read",
    environment: "sandbox",
    tenantId: "1",
    apiBaseUrl: "https://api.example",
  },
  confirmation: { confirmed: true, generation: 1, expiresAtMs: 2 * refreshAfterMs },
  noteAgainAtMs: 0,
  grantId,
});

function openCache(): VendCache {
  const cache = new VendCache();
  cache.turnOn();
  return cache;
}

describe("VendCache", () => {
  test("serves a token until it is no longer fresh", () => {
    const cache = openCache();
    cache.put("qbo", "acme", token("g1"), cache.mark());
    expect(cache.get("qbo", "acme", 999)?.token.accessToken).toBe("token of g1");
    expect(cache.get("qbo", "acme", 1_000)).toBeUndefined();
    expect(cache.get("xero", "acme", 0)).toBeUndefined();
  });

  test("forgets every company of a grant that changed, and no other", () => {
    const cache = openCache();
    cache.put("xero", "east", token("shared"), cache.mark());
    cache.put("xero", "west", token("shared"), cache.mark());
    cache.put("xero", "other", token("own"), cache.mark());
    cache.forget("shared");
    expect(["east", "west", "other"].map((id) => cache.get("xero", id, 0)?.grantId)).toEqual([
      undefined,
      undefined,
      "own",
    ]);
    expect(cache.size).toBe(1);
  });

  test("does not keep what was read before its grant changed", () => {
    const cache = openCache();
    const mark = cache.mark();
    cache.forget("g1");
    cache.put("qbo", "acme", token("g1"), mark);
    expect(cache.get("qbo", "acme", 0)).toBeUndefined();
    cache.put("qbo", "acme", token("g1"), cache.mark());
    expect(cache.get("qbo", "acme", 0)).toBeDefined();
  });

  test("does not keep what was read before more changes than it can remember", () => {
    const cache = openCache();
    const mark = cache.mark();
    cache.forget("g1");
    for (let other = 0; other < 20_000; other++) cache.forget(`other ${other}`);
    cache.put("qbo", "acme", token("g1"), mark);
    expect(cache.get("qbo", "acme", 0)).toBeUndefined();
  });

  test("is empty and stays so while changes can't be heard", () => {
    const cache = openCache();
    cache.put("qbo", "acme", token("g1"), cache.mark());
    const before = cache.mark();
    cache.turnOff();
    cache.put("qbo", "acme", token("g1"), cache.mark());
    expect(cache.size).toBe(0);
    cache.turnOn();
    cache.put("qbo", "acme", token("g1"), before);
    expect(cache.get("qbo", "acme", 0)).toBeUndefined();
  });
});
