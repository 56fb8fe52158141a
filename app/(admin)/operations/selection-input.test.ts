import { expect, test } from "vitest";
import { readListParams } from "../connections/search-params";
import { filterQuery, matchingOf, selectionOf } from "./selection-input";

test("ticked rows are their ids, one or many", () => {
  expect(selectionOf({ id: "a" })).toEqual({ ids: ["a"] });
  expect(selectionOf({ id: ["a", "b"], list: "/connections?status=dead" })).toEqual({ ids: ["a", "b"] });
  expect(selectionOf({})).toEqual({ ids: [] });
});

test("all that match are the list's filter, read as the list reads it", () => {
  const params = readListParams({ search: "Pine & Sons", status: "working", sort: "company", size: "100" });
  const query = filterQuery(params);
  expect(query).toBe("search=Pine+%26+Sons&status=working");
  expect(matchingOf(query)).toBe(query);
  expect(filterQuery(readListParams({ scopes: "missing", size: "100" }))).toBe("scopes=missing");
  const list = "/connections?search=Pine+%26+Sons&status=working&sort=company&direction=asc&size=100";
  expect(selectionOf({ matching: query, id: "ticked", expected: "3", list })).toEqual({
    filter: { search: "Pine & Sons", status: "working" },
    query,
  });
});

test("everything is selected by its own word, and never by a filter that is none", () => {
  expect(matchingOf("")).toBe("select=all");
  expect(selectionOf({ matching: "select=all", list: "/connections?sort=company&direction=asc" })).toEqual({
    filter: { search: "" },
    query: "",
  });
  for (const matching of ["", "sort=company", "view=v1", "?"]) {
    expect(() => selectionOf({ matching })).toThrow(expect.objectContaining({ code: "invalid_input" }));
  }
});

test.each<[given: Record<string, unknown>, names: string]>([
  [{ matching: "" }, "“matching” names no filter"],
  [{ matching: ["status=working", "select=all"] }, "“matching” is there twice"],
  [{ matching: ["", ""] }, "“matching” is there twice"],
  [{ matching: 7 }, "“matching”"],
  [{ matching: "stauts=working" }, "“stauts” is no filter"],
  [{ matching: "status=dead" }, "“dead” isn't a value of “status”"],
  [{ matching: "status=working&status=disconnected" }, "“status” is there twice"],
  [{ matching: "status=working&status=working" }, "“status” is there twice"],
  [{ matching: "status=&status=working" }, "“status” is empty"],
  [{ matching: "status=&provider=xero" }, "“status” is empty"],
  [{ matching: "search=+&provider=xero" }, "“search” is empty"],
  [{ matching: "select=some&provider=xero" }, "“select”"],
  // An ampersand that was not written as %26 ends the filter.
  [{ matching: "provider=xero", status: "working" }, "“status” is no filter"],
  [{ status: "working" }, "“status” is no filter"],
  [
    { matching: "select=all", list: "/connections?status=working&status=disconnected" },
    "“status” is there twice",
  ],
  [{ matching: "select=all", list: "/connections?stauts=working" }, "“stauts” is no filter"],
  [{ matching: "select=all", list: "/connections?status=working" }, "The list has another filter"],
  [{ matching: "status=working", list: "/connections" }, "The list has another filter"],
  [
    { matching: "select=all", list: ["/connections", "/connections?status=working"] },
    "“list” is there twice",
  ],
  [{ id: "a b" }, "This isn't a selection"],
  [{ id: ["a", "\u0000"] }, "This isn't a selection"],
  [{ id: 7 }, "This isn't a selection"],
  [{ id: Array.from({ length: 10_001 }, (_, index) => `c${index}`) }, "This isn't a selection"],
])(
  "what is no selection (case %#) selects nothing, names what is wrong, and is never everything",
  (given, names) => {
    expect(() => selectionOf(given)).toThrow(
      expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(names) }),
    );
  },
);
