import { expect, test } from "vitest";
import { listHref, readListParams } from "./search-params";

test("an address without a query is the list worst first, from its beginning", () => {
  expect(readListParams({})).toEqual({ search: "", sort: "status", direction: "asc", cursor: undefined });
  expect(listHref(readListParams({}))).toBe("/connections");
});

test("what an address gets wrong is left out and the rest still counts", () => {
  const given = { search: "  Acme\u0000 ", status: "dead", provider: "sage", sort: "rank", direction: "up" };
  expect(listHref(readListParams(given))).toBe("/connections?search=Acme");
  expect(readListParams({ provider: "xero", status: ["working", "disconnected"] })).toMatchObject({
    provider: "xero",
    status: "working",
  });
});

test("a list's address reads back as the same list, the place in it included", () => {
  const params = {
    search: "Pine & Sons",
    status: "working",
    provider: "qbo",
    sort: "deadline",
    direction: "desc",
  } as const;
  const place = { value: "2026-03-03 09:14 – ü", id: "cmwsui2an00231blq7id7c5dr" };
  const [, query] = listHref(params, { before: place }).split("?");
  expect(readListParams(Object.fromEntries(new URLSearchParams(query)))).toEqual({
    ...params,
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
