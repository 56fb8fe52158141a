import { expect, test } from "vitest";
import { percentWords } from "./percent-words";

test("a share is told in tenths of a per cent", () => {
  expect([1, 0.9894, 0.5, 0, null].map(percentWords)).toEqual(["100 %", "98.9 %", "50 %", "0 %", "–"]);
});

test("what falls short of all is never told as all, nor what there is as nothing", () => {
  expect(percentWords(0.99999)).toBe("99.9 %");
  expect(percentWords(0.00001)).toBe("0.1 %");
});
