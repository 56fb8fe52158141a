import { expect, test } from "vitest";
import { VendCache } from "./vend/vend-cache";

interface Reading {
  generation: number;
}

/** Readings that end when the test says so, in the order they began. */
function slowDatabase() {
  const ends: ((generation: number) => void)[] = [];
  const read = () =>
    new Promise<Reading>((resolve) => {
      ends.push((generation) => resolve({ generation }));
    });
  return { ends, read };
}

test("callers who ask while a connection is being read share the reading", async () => {
  const cache = new VendCache();
  cache.turnOn();
  const { ends, read } = slowDatabase();
  const both = [cache.share("qbo", "acme", read), cache.share("qbo", "acme", read)];
  const others = [cache.share("xero", "acme", read), cache.share("qbo", "beta", read)];
  expect(ends).toHaveLength(3);
  for (const [index, end] of ends.entries()) end(index);
  expect(await Promise.all(both)).toEqual([{ generation: 0 }, { generation: 0 }]);
  expect(await Promise.all(others)).toEqual([{ generation: 1 }, { generation: 2 }]);
  void cache.share("qbo", "acme", read);
  expect(ends).toHaveLength(4);
});

test("a change heard while a connection is being read keeps later callers from that reading", async () => {
  const cache = new VendCache();
  cache.turnOn();
  const { ends, read } = slowDatabase();
  const before = cache.share("qbo", "acme", read);
  cache.forget("grant");
  const after = cache.share("qbo", "acme", read);
  ends[0]?.(1);
  await before;
  const joined = cache.share("qbo", "acme", read);
  expect(ends).toHaveLength(2);
  ends[1]?.(2);
  expect(await after).toEqual({ generation: 2 });
  expect(await joined).toEqual({ generation: 2 });
});

test("while changes can't be heard nobody shares a reading", () => {
  const cache = new VendCache();
  const { ends, read } = slowDatabase();
  void cache.share("qbo", "acme", read);
  void cache.share("qbo", "acme", read);
  expect(ends).toHaveLength(2);
});

test("a failed reading fails those who shared it and nobody after them", async () => {
  const cache = new VendCache();
  cache.turnOn();
  const fail = () => Promise.reject(new Error("away"));
  await expect(cache.share("qbo", "acme", fail)).rejects.toThrow("away");
  const { ends, read } = slowDatabase();
  const next = cache.share("qbo", "acme", read);
  ends[0]?.(1);
  expect(await next).toEqual({ generation: 1 });
});
