import { expect, test } from "vitest";
import { qbo } from "../providers/qbo";
import { xero } from "../providers/xero";
import { scopeDriftOf, wantedScopesOf } from "./scope-drift";

const BASE = "openid profile email offline_access accounting.settings.read";
const NONE = { missing: [], unwanted: [], ending: [], endsOn: null };
const drift = (granted: string, scope: string = xero.scope) =>
  scopeDriftOf(granted, wantedScopesOf({ ...xero, scope }));

test("a consent to what is asked for differs in nothing, in whatever order it is written", () => {
  expect(drift(` ${xero.scope.split(" ").reverse().join("  ")} `)).toEqual(NONE);
  expect(scopeDriftOf(qbo.scope, wantedScopesOf(qbo))).toEqual(NONE);
});

test("what is on no record, or of no configured provider, differs from nothing", () => {
  expect(drift("  ")).toEqual(NONE);
  expect(scopeDriftOf("anything", undefined)).toEqual(NONE);
});

test("what is asked for and was not granted is missing; what was granted and is not asked for is unwanted", () => {
  expect(drift(`${BASE} accounting.invoices accounting.contacts files`)).toEqual({
    ...NONE,
    missing: ["accounting.payments"],
    unwanted: ["files"],
  });
});

test("reading is part of reading and writing, never the other way round", () => {
  const reading = `${BASE} accounting.invoices.read`;
  expect(drift(`${BASE} accounting.invoices`, reading)).toEqual({
    ...NONE,
    unwanted: ["accounting.invoices"],
  });
  expect(drift(reading, `${BASE} accounting.invoices`)).toEqual({
    ...NONE,
    missing: ["accounting.invoices"],
  });
  expect(
    drift(`${BASE} accounting.invoices accounting.invoices.read`, `${BASE} accounting.invoices`),
  ).toEqual(NONE);
});

test("a broad scope gives its access until the provider takes it back", () => {
  expect(drift(`${BASE} accounting.contacts accounting.transactions`)).toEqual({
    missing: [],
    unwanted: ["accounting.transactions"],
    ending: ["accounting.invoices", "accounting.payments"],
    endsOn: "2027-09-01",
  });
  // Whoever granted the narrower ones beside it loses nothing.
  expect(drift(`${xero.scope} accounting.transactions`)).toEqual({
    ...NONE,
    unwanted: ["accounting.transactions"],
  });
  // It reads only.
  expect(drift(`${BASE} accounting.contacts accounting.transactions.read`).missing).toEqual([
    "accounting.invoices",
    "accounting.payments",
  ]);
});

test("one that is still asked for ends as well", () => {
  const broad = `${BASE} accounting.reports.read`;
  expect(drift(broad, broad)).toEqual({
    ...NONE,
    ending: ["accounting.reports.read"],
    endsOn: "2027-09-01",
  });
});
