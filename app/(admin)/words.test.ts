import { expect, test } from "vitest";
import { quietWords } from "./words";

const none = { needs_reconnecting: 0, provider_trouble: 0, expiring_soon: 0, working: 0, disconnected: 0 };

test("where nothing is to be reconnected, the worst that is left is told, and never that all is well beside it", () => {
  expect(quietWords({ ...none, working: 3, disconnected: 1 })).toBe("Every connection is working.");
  expect(quietWords({ ...none, working: 3, expiring_soon: 1 })).toBe("1 connection expires soon.");
  expect(quietWords({ ...none, working: 3, expiring_soon: 2, provider_trouble: 2 })).toBe(
    "2 connections have provider trouble: their pages say who acts.",
  );
  expect(quietWords({ ...none, provider_trouble: 1 })).toBe(
    "1 connection has provider trouble: its page says who acts.",
  );
  expect(quietWords({ ...none, disconnected: 2 })).toBe("No company is connected.");
});
