import { expect, test } from "vitest";
import { parseAdoptable } from "./adoptable-token-set";

test("an adopted scope is cleaned of what can't be stored", () => {
  const given = {
    accessToken: "a".repeat(30),
    refreshToken: "r".repeat(30),
    expiresInSeconds: 60,
    scope: " accounting\u0000 \ud800",
    tenantId: "9341450000000001",
  };
  expect(parseAdoptable(given, Date.UTC(2026, 2, 1)).scope).toBe("accounting  \ufffd");
});
