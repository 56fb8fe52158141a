import { expect, test } from "vitest";
import { KeyCache } from "./key-cache";
import { type StoredKey, storedKey } from "./stored-key";

const stored: StoredKey = storedKey({
  id: "k1",
  name: "Nightly billing",
  service: "billing",
  environment: "live",
  secretHash: new Uint8Array(32),
  previousSecretHash: null,
  previousUntil: null,
  scopes: ["tokens:vend"],
  allCompanies: true,
  companyIds: [],
  providers: ["qbo"],
  networks: [],
  limitPerMinute: 60,
  expiresAt: new Date(1_000_000),
  revokedAt: null,
});

function listening(): KeyCache<string> {
  const cache = new KeyCache<string>();
  cache.turnOn();
  return cache;
}

test("a key is kept for 30 seconds, and forgotten when it changed", () => {
  const cache = listening();
  cache.put("k1", stored, cache.mark(), 0);
  expect(cache.get("k1", 29_999)).toBe(stored);
  expect(cache.get("k1", 30_000)).toBeUndefined();
  cache.forget("k1");
  expect(cache.get("k1", 0)).toBeUndefined();
});

test("a reading that began before a key changed does not bring it back", () => {
  const cache = listening();
  const mark = cache.mark();
  cache.forget("k1");
  cache.put("k1", stored, mark, 0);
  expect(cache.get("k1", 0)).toBeUndefined();
  const later = cache.mark();
  cache.turnOff();
  cache.turnOn();
  cache.put("k1", stored, later, 0);
  expect(cache.get("k1", 0)).toBeUndefined();
});

test("nothing is kept while changes can't be heard", () => {
  const cache = listening();
  cache.put("k1", stored, cache.mark(), 0);
  cache.turnOff();
  expect(cache.get("k1", 0)).toBeUndefined();
  cache.put("k1", stored, cache.mark(), 0);
  expect(cache.get("k1", 0)).toBeUndefined();
});

test("a reading is joined until it ends, or a key changed since it began", async () => {
  const cache = listening();
  const first = cache.read("k1", async () => "first");
  expect(cache.underWay("k1")).toBe(first);
  expect(cache.underWay("k2")).toBeUndefined();
  cache.forget("k1");
  expect(cache.underWay("k1")).toBeUndefined();
  const second = cache.read("k1", async () => "second");
  expect(cache.underWay("k1")).toBe(second);
  expect(await Promise.all([first, second])).toEqual(["first", "second"]);
  await expect.poll(() => cache.underWay("k1")).toBeUndefined();
});

test("memory is bounded, whoever comes", () => {
  const cache = listening();
  for (let nth = 0; nth < 25_000; nth += 1) cache.put(`k${nth}`, stored, cache.mark(), 0);
  const kept = Array.from({ length: 25_000 }, (_, nth) => cache.get(`k${nth}`, 0)).filter(Boolean);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThanOrEqual(10_000);
});
