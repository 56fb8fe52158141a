import { describe, expect, test } from "vitest";
import { LIST_COLUMNS, listsWithColumns, readHidden, writeHidden } from "./list-columns";

describe("the columns that a list hides", () => {
  test.each([
    ["no cookie", undefined],
    ["an empty one", ""],
    ["names of no column", "company.action.__proto__.constructor"],
    ["another list's", "took"],
    ["something long", "x.".repeat(100_000)],
  ])("are none for %s", (_what, kept) => {
    expect(readHidden("connections", kept)).toEqual([]);
  });

  test("are those that are named, in the list's order, each once", () => {
    expect(readHidden("connections", "days.status.days.nothing")).toEqual(["status", "days"]);
  });

  test("come back from what is kept of them", () => {
    for (const list of listsWithColumns) {
      const all = Object.keys(LIST_COLUMNS[list]);
      expect(writeHidden(list, all)).toBe("");
      expect(readHidden(list, writeHidden(list, []))).toEqual(all);
      expect(readHidden(list, writeHidden(list, all.slice(1)))).toEqual(all.slice(0, 1));
    }
  });
});
