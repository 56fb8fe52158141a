import { expect, it } from "vitest";
import { domainsProblem, issuerProblem, rolesProblem, ssoGaps, ssoOf } from "./sso";

const needed = { SSO_ISSUER: "https://login.example.com", SSO_CLIENT_ID: "id", SSO_CLIENT_SECRET: "secret" };

it.each([
  ["https://login.example.com/", undefined],
  ["https://login.microsoftonline.com/2f1c0d1e-0000-4000-8000-000000000000/v2.0", undefined],
  ["http://localhost:8080/realms/a", undefined],
  ["http://login.example.com", "must begin with https://"],
  ["https://login.example.com?tenant=1", "must have no query and no fragment"],
  ["https://user:pass@login.example.com", "holds a user name or password"],
  ["login.example.com", "is not an http(s) URL"],
])("the issuer %s: %s", (value, problem) => {
  expect(issuerProblem(value)).toBe(problem);
});

it.each(["common", "organizations", "consumers", "Common"])(
  "Microsoft's issuer for %s lets no company's strangers in",
  (tenant) => {
    expect(issuerProblem(`https://login.microsoftonline.com/${tenant}/v2.0`)).toContain("no tenant");
  },
);

it("domains and roles are lists whose wrong entry is named by its number", () => {
  expect(domainsProblem("example.com, example.org")).toBeUndefined();
  expect(domainsProblem("example.com, @example.org")).toContain("number 2");
  expect(rolesProblem("IT=admin, a=b=finance")).toBeUndefined();
  expect(rolesProblem("IT=admin, Accounting=owner")).toContain("number 2");
});

it("all three of issuer, id and secret are needed, or none", () => {
  expect(ssoGaps({})).toEqual([]);
  expect(ssoGaps({ ...needed, SSO_CLIENT_SECRET: "" })).toEqual(["SSO_CLIENT_SECRET"]);
  expect(
    ssoGaps({ SSO_ISSUER: "", SSO_CLIENT_ID: "", SSO_CLIENT_SECRET: "", SSO_ONLY: "a@b.example" }),
  ).toEqual(["SSO_ISSUER", "SSO_CLIENT_ID", "SSO_CLIENT_SECRET"]);
  expect(ssoOf({})).toBeUndefined();
});

it("what is configured is read in the form in which it is compared", () => {
  const lists = {
    SSO_DOMAINS: "Example.COM,example.org",
    SSO_ROLES: "IT=admin,a=b=finance",
    SSO_ONLY: " Root@Example.com ",
  };
  expect(ssoOf({ ...needed, ...lists })).toMatchObject({
    name: "your company account",
    domains: ["example.com", "example.org"],
    roles: { IT: "admin", "a=b": "finance" },
    breakGlass: "root@example.com",
  });
});
