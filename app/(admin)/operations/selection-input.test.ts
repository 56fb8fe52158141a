import { expect, test } from "vitest";
import { readListParams } from "../connections/search-params";
import { filterQuery, selectionOf } from "./selection-input";

test("ticked rows are their ids, one or many", () => {
  expect(selectionOf({ id: "a" })).toEqual({ ids: ["a"] });
  expect(selectionOf({ id: ["a", "b"] })).toEqual({ ids: ["a", "b"] });
  expect(selectionOf({})).toEqual({ ids: [] });
});

test("all that match are the list's filter, read as the list reads it", () => {
  const params = readListParams({ search: "Pine & Sons", status: "working", sort: "company", size: "100" });
  const query = filterQuery(params);
  expect(query).toBe("search=Pine+%26+Sons&status=working");
  expect(selectionOf({ matching: query, id: "ticked" })).toEqual({
    filter: { search: "Pine & Sons", status: "working" },
    query,
  });
  expect(selectionOf({ matching: "" })).toMatchObject({ query: "" });
});

test.each([
  { matching: "stauts=working" },
  { matching: "status=dead" },
  { matching: "status=working&status=disconnected" },
  { matching: ["", ""] },
  { id: "a b" },
  { id: ["a", "\u0000"] },
  { id: 7 },
  { id: Array.from({ length: 10_001 }, (_, index) => `c${index}`) },
])("what is no selection (case %#) selects nothing, and not everything", (given) => {
  expect(() => selectionOf(given)).toThrow(expect.objectContaining({ code: "invalid_input" }));
});
