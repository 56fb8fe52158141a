import { expect, test } from "vitest";
import { inSql } from "./in-sql";

test("inSql lists codes, and refuses what is no code", () => {
  expect(inSql(["no_connection", "misconfigured"])).toBe("('no_connection', 'misconfigured')");
  expect(() => inSql(["it's"])).toThrow("is no code");
});
