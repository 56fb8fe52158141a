import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { API_KEY_SHAPE } from "@/lib/text/api-key-shape";
import { crc32 } from "./crc32";
import { hashSecret, type KeyParts, keyValue, newKeyId, newKeySecret, parseKey } from "./key-value";

const newParts = (environment: KeyParts["environment"] = "live"): KeyParts => ({
  environment,
  id: newKeyId(randomBytes),
  secret: newKeySecret(randomBytes),
});
const BASE62 = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
const base62 = (length: number) =>
  fc.array(fc.constantFrom(...BASE62), { minLength: length, maxLength: length }).map((all) => all.join(""));
const parts = fc.record({
  environment: fc.constantFrom("live" as const, "test" as const),
  id: base62(12),
  secret: base62(32),
});

test("a key is cs_live_ or cs_test_, its public id, its secret and a checksum of all before", () => {
  expect(keyValue({ environment: "live", id: "0".repeat(12), secret: "z".repeat(32) })).toMatch(
    /^cs_live_0{12}_z{32}[0-9A-Za-z]{6}$/,
  );
  expect(keyValue(newParts("test"))).toMatch(/^cs_test_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/);
});

test("whatever a key is made of is read from it again, and its shape is the one that is published", () => {
  fc.assert(
    fc.property(parts, (made) => {
      const value = keyValue(made);
      expect(parseKey(value)).toEqual(made);
      expect(API_KEY_SHAPE.exec(`"Bearer ${value}",`)?.[0]).toBe(value);
    }),
  );
});

test("a key with one other character is none, wherever that character is", () => {
  fc.assert(
    fc.property(parts, fc.nat(58), fc.constantFrom(...BASE62, "_", "-", " ", "é"), (made, place, other) => {
      const value = keyValue(made);
      const altered = value.slice(0, place) + other + value.slice(place + 1);
      fc.pre(altered !== value);
      expect(parseKey(altered)).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test("whatever else somebody shows is no key and throws nothing", () => {
  const whole = keyValue(newParts());
  const shown = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ minLength: 59, maxLength: 59 }),
    fc.nat(58).map((length) => whole.slice(0, length)),
    fc.string({ minLength: 1 }).map((more) => whole + more),
    fc.string({ minLength: 1 }).map((more) => more + whole),
    fc.constant(`${whole}\n`),
  );
  fc.assert(fc.property(shown, (text) => void expect(parseKey(text)).toBeUndefined()));
});

test("the checksum is zlib's CRC-32", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
  expect(crc32("")).toBe(0);
  const ofNode = (zlib as { crc32?: (text: string) => number }).crc32;
  if (!ofNode) return;
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => void expect(crc32(text)).toBe(ofNode(text))),
  );
});

test("every character of a secret is as likely as any other", () => {
  const counts = new Map<string, number>();
  const secrets = 5_000;
  for (let nth = 0; nth < secrets; nth += 1) {
    for (const character of newKeySecret(randomBytes))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([...BASE62].sort());
  const expected = (secrets * 32) / 62;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 61 degrees of freedom: chance exceeds 140 once in ten million; bytes taken modulo 62 would give over 3,000.
  expect(chiSquare).toBeLessThan(140);
});

test("a source of randomness that mostly gives bytes of no use is drawn from again", () => {
  let calls = 0;
  const stingy = (count: number) => {
    calls += 1;
    return Uint8Array.from({ length: count }, (_, nth) => (nth === 0 ? 61 : 255));
  };
  expect(newKeyId(stingy)).toBe("z".repeat(12));
  expect(calls).toBe(12);
});

test("a secret is kept as its SHA-256", () => {
  expect(hashSecret("abc").toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("the documentation publishes the expression by which scanners find a key, and an example that it finds", () => {
  const published = readFileSync("docs/api-keys.md", "utf8");
  expect(published).toContain(`\n${API_KEY_SHAPE.source}\n`);
  const [example = ""] = API_KEY_SHAPE.exec(published) ?? [];
  expect(parseKey(example)).toMatchObject({ environment: "live", id: "4mKq0Zt7WcXe" });
});
