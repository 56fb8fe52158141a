import { expect, test } from "vitest";
import { listHref, readListParams, selectAllHref } from "./search-params";

test("an address without a query is the list worst first, from its beginning", () => {
  expect(readListParams({})).toEqual({
    search: "",
    sort: "status",
    direction: "asc",
    size: 50,
    problems: [],
  });
  expect(listHref(readListParams({}))).toBe("/connections");
});

test.each([
  { status: "dead" },
  { provider: "sage" },
  { sort: "rank" },
  { direction: "up" },
  { search: "Acme\u0000" },
  { search: "x".repeat(201) },
  { status: ["working", "disconnected"] },
  { size: "51" },
  { size: "5000" },
  { trouble: "90d" },
  { scopes: "gone" },
  { stauts: "working" },
  { select: "none" },
  { select: ["all", "all"] },
])("what an address gets wrong (%j) is said, so that nothing is shown for it", (wrong) => {
  const [name = ""] = Object.keys(wrong);
  const params = readListParams({ search: "  Acme ", ...wrong });
  expect(params.problems).toEqual([expect.stringContaining(name)]);
});

test("empty fields and what is no filter are no problem", () => {
  const given = { search: " Acme ", status: "", provider: "", after: "x", notice: "n1", resume: "c1" };
  expect(readListParams(given)).toMatchObject({ search: "Acme", problems: [] });
});

test("a list's address reads back as the same list, the place in it included", () => {
  const params = {
    search: "Pine & Sons",
    status: "working",
    provider: "qbo",
    scopes: "missing",
    sort: "deadline",
    direction: "desc",
    size: 100,
  } as const;
  const place = { value: "2026-03-03 09:14 – ü", id: "cmwsui2an00231blq7id7c5dr" };
  const [, query] = listHref(params, { before: place }).split("?");
  expect(readListParams(Object.fromEntries(new URLSearchParams(query)))).toEqual({
    ...params,
    problems: [],
    cursor: { ...place, towards: "previous" },
  });
});

test.each([
  "",
  "%",
  "bm90IGpzb24",
  Buffer.from('["a\\u0000b","id"]').toString("base64url"),
  Buffer.from('["only one"]').toString("base64url"),
  Buffer.from('["value","no id; at all"]').toString("base64url"),
  "A".repeat(3_000),
])("a malformed cursor (%s) means the first page", (after) => {
  expect(readListParams({ after }).cursor).toBeUndefined();
});

test("all that match are selected by the address, which keeps its filter and its place", () => {
  const params = readListParams({ status: "working", select: "all" });
  expect(params.selectsAll).toBe(true);
  expect(selectAllHref(params)).toBe("/connections?status=working&select=all");
  expect(selectAllHref(readListParams({}))).toBe("/connections?select=all");
  // Every other link leaves the selection behind.
  expect(listHref(params)).toBe("/connections?status=working");
});
