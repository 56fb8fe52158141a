import { expect, test } from "vitest";
import { percentWords } from "./percent-words";

test.each([
  [1, "100 %"],
  [0.99999, "99.9 %"],
  [0.9894, "98.9 %"],
  [0.5, "50.0 %"],
  [0, "0.0 %"],
  [null, "–"],
])("%s reads %s: only all of it is 100 %%", (share, words) => {
  expect(percentWords(share)).toBe(words);
});
