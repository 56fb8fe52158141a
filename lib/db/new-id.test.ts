import { expect, test } from "vitest";
import { newId } from "./new-id";

test("newId has a cuid's shape and does not repeat", () => {
  const ids = Array.from({ length: 100_000 }, () => newId(1_700_000_000_000));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^c[a-z0-9]{24}$/.test(id))).toBe(true);
});

test("newId ascends with time and within a millisecond", () => {
  const ids = [newId(1_000_000_000_000), newId(1_000_000_000_000), newId(1_000_000_000_001)];
  expect(ids).toEqual(ids.toSorted());
});
