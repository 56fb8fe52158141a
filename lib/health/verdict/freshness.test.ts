import { expect, test } from "vitest";
import { freshnessOf } from "./freshness";

const answered = new Date(Date.UTC(2026, 2, 3, 9, 14));
const vended = new Date(Date.UTC(2026, 2, 3, 10));

test("freshness is the newest sign, and says which it was", () => {
  expect(freshnessOf({ lastHealthyAt: answered, lastVendedAt: null })).toEqual({
    at: answered,
    sign: "answer",
  });
  expect(freshnessOf({ lastHealthyAt: answered, lastVendedAt: vended })).toEqual({
    at: vended,
    sign: "vend",
  });
  expect(freshnessOf({ lastHealthyAt: vended, lastVendedAt: answered })).toEqual({
    at: vended,
    sign: "answer",
  });
  expect(freshnessOf({ lastHealthyAt: null, lastVendedAt: vended })).toEqual({ at: vended, sign: "vend" });
  expect(freshnessOf({ lastHealthyAt: null, lastVendedAt: null })).toBeNull();
});
