import { expect, test } from "vitest";
import type { AuditFilter, AuditRow } from "@/lib/audit";
import { auditDaysOf } from "./audit-line";
import { rowFacts } from "./row-facts";

const row: AuditRow = {
  id: "r1",
  timestamp: new Date(Date.UTC(2026, 2, 3)),
  userId: "invoice-sync",
  actorKind: "service",
  actorName: "invoice-sync",
  subjectName: null,
  companyId: "c1",
  companyName: "Acme",
  connectionType: "qbo",
  operation: "token.vend",
  outcome: "refused",
  apiEndpoint: "tokenService.getValidToken",
  requestMethod: "CALL",
  responseStatus: 409,
  responseTime: 3,
  ipAddress: "in-process",
  userAgent: "countersign",
  errorMessage: null,
  providerRef: null,
  requestId: "0123456789",
  generation: null,
  apiKeyId: null,
};
const filter: AuditFilter = { span: "7d", operation: "token.vend", outcome: "refused", company: "c1" };
const factOf = (term: string, of = row, within = filter) =>
  rowFacts(of, within).find((fact) => fact.term === term);

test("the rows of a request are all of them, whatever else was asked for", () => {
  expect(factOf("Request id")?.sameHref).toBe("/audit?request=0123456789&since=all");
  expect(factOf("Request id", row, { span: "all", request: "0123456789" })?.sameHref).toBeUndefined();
});

test("the rows of another value stay within the filter", () => {
  expect(factOf("Provider")?.sameHref).toBe(
    "/audit?company=c1&provider=qbo&operation=token.vend&outcome=refused",
  );
});

test("a provider's reference is looked for at any time, a generation among those of its connection", () => {
  const known = { ...row, providerRef: "1-0b73", generation: 7 };
  expect(factOf("Provider's reference", known)?.sameHref).toBe("/audit?ref=1-0b73&since=all");
  expect(factOf("Token version", known, { span: "7d" })?.sameHref).toBe(
    "/audit?company=c1&provider=qbo&generation=7",
  );
});

test("what is copied of a name is its id", () => {
  expect(factOf("Who")?.copy).toBe("invoice-sync");
  expect(factOf("Company")?.copy).toBe("c1");
});

test("a service is said to be one", () => {
  expect(factOf("Who")?.hint).toBe("A service of your product");
});

test("a token that was only confirmed is said to be so", () => {
  expect(factOf("Status", { ...row, responseStatus: 304 })).toMatchObject({
    value: "304, confirmed",
    hint: "The caller had the current token: none was issued.",
    sameHref: expect.stringContaining("status=304"),
  });
});

test("a status that nothing answered is shown as nothing", () => {
  expect(factOf("Status")?.value).toBe("409");
  expect(factOf("Status", { ...row, responseStatus: 0 })).toBeUndefined();
  expect(
    auditDaysOf([{ ...row, responseStatus: 0 }], "UTC", () => "/audit?row=r1")[0]?.lines[0]?.status,
  ).toBe(0);
});
