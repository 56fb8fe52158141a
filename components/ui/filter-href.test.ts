import { expect, test } from "vitest";
import { filterHref } from "./filter-href";

function fields(entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

test("empty and blank fields leave the address", () => {
  const href = filterHref(
    "/connections",
    fields([
      ["q", "  "],
      ["provider", ""],
      ["status", "working"],
    ]),
  );
  expect(href).toBe("/connections?status=working");
});

test("a form without any filter is the bare list", () => {
  expect(filterHref("/connections", fields([["q", ""]]))).toBe("/connections");
});

test("what was typed is trimmed and escaped", () => {
  expect(filterHref("/audit", fields([["q", " A&B = 1 "]]))).toBe("/audit?q=A%26B+%3D+1");
});

test("a field given twice stays twice", () => {
  expect(
    filterHref(
      "/audit",
      fields([
        ["status", "a"],
        ["status", "b"],
      ]),
    ),
  ).toBe("/audit?status=a&status=b");
});
