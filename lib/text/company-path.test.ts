import { expect, test } from "vitest";
import { companyPath } from "./company-path";

test("a company's address holds any id, its tab, and whose section comes first", () => {
  expect(companyPath("acme")).toBe("/companies/acme");
  expect(companyPath("a/b ?#%", { tab: "audit" })).toBe("/companies/a%2Fb%20%3F%23%25/audit");
  expect(companyPath("acme", { provider: "qbo" })).toBe("/companies/acme?provider=qbo");
  const query = { connected: "1" };
  expect(companyPath("acme", { tab: "timeline", provider: "xero", query })).toBe(
    "/companies/acme/timeline?provider=xero&connected=1",
  );
});
