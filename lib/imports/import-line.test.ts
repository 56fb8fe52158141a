import { expect, test } from "vitest";
import { inColumnNames, parseImportLine } from "./import-line";

const sound = {
  company_id: "c1",
  company_name: "Northwind",
  provider: "qbo",
  tenant_id: "9130354",
  access_token: "a".repeat(40),
  refresh_token: "r".repeat(40),
  expires_at: "2026-03-03T09:00:00Z",
};

test.each([
  ["2026-03-03T09:00:00Z", Date.UTC(2026, 2, 3, 9)],
  ["2026-03-03 10:00:00.250+01:00", Date.UTC(2026, 2, 3, 9, 0, 0, 250)],
  ["1772528400", Date.UTC(2026, 2, 3, 9)],
  ["1772528400.5", Date.UTC(2026, 2, 3, 9, 0, 0, 500)],
  ["1772528400000", Date.UTC(2026, 2, 3, 9)],
])("reads the time %s", (expires_at, expiresAtMs) => {
  expect(parseImportLine({ ...sound, expires_at })).toMatchObject({
    companyName: "Northwind",
    tokenSet: { expiresAtMs, tenantId: "9130354", refreshExpiresAtMs: undefined },
  });
});

test.each([
  ["company_id", { company_id: "" }],
  ["company_id", { company_id: "x".repeat(65) }],
  ["provider", { provider: "sage" }],
  ["access_token", { access_token: "c1" }],
  ["refresh_token", { refresh_token: "c1" }],
  ["expires_at", { expires_at: "2026-03-03T09:00:00" }],
  ["expires_at", { expires_at: "tomorrow" }],
  ["refresh_expires_at", { refresh_expires_at: "3/3/2026" }],
])("names the column %s of %j and never its value", (column, change) => {
  const parsed = parseImportLine({ ...sound, ...change });
  if (!("problem" in parsed)) throw new Error("expected a problem");
  expect(parsed.problem.startsWith(column)).toBe(true);
  for (const value of Object.values(change)) if (value) expect(parsed.problem).not.toContain(value);
});

test("the token service's field is named by its column", () => {
  expect(inColumnNames("expiresAtMs is over: …", "expiresAtMs")).toEqual({
    message: "expires_at is over: …",
    field: "expires_at",
  });
  expect(inColumnNames("Acme is connected already.", "tenantId").message).toBe("Acme is connected already.");
});
