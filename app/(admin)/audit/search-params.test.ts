import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditHref, readAuditParams } from "./search-params";

const given = (href: string) => Object.fromEntries(new URL(href, "http://localhost").searchParams);

describe("readAuditParams", () => {
  test("takes whatever a URL holds without an error, and what it made of it comes back from the URL it writes", () => {
    const names = ["company", "actor", "provider", "operation", "outcome", "status", "method", "endpoint"];
    const more = ["request", "id", "since", "from", "to", "after", "before", "row", "live", "q"];
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        "5xx",
        "503",
        "all",
        "30d",
        "failure",
        "2026-03-03",
        "2026-03-03T09:14Z",
        "1772500000000_c1",
        "1",
      ),
      fc.array(fc.string(), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, ...more), value), (query) => {
        const params = readAuditParams(query);
        const again = readAuditParams(given(auditHref(params)));
        expect(again).toEqual({ ...params, problems: [], live: params.live && !params.cursor });
        expect(auditHref(again)).toBe(auditHref(params));
      }),
      { numRuns: 2_000 },
    );
  });

  test("leaves out what is as by default, so that equal pages have equal addresses", () => {
    expect(auditHref(readAuditParams({}))).toBe("/audit");
    expect(auditHref(readAuditParams({ since: "7d", outcome: "", by: "" }))).toBe("/audit");
  });

  test("whatever of a filter can't be taken is said, however it is wrong", () => {
    const problemsOf = (query: Parameters<typeof readAuditParams>[0]) => readAuditParams(query).problems;
    expect(problemsOf({ status: "9xx" })).toEqual([
      "“9xx” is nothing that status can be. Write a status such as 503, or a class of them such as 5xx.",
    ]);
    expect(problemsOf({ compny: "acme" })).toEqual(["“compny” is no filter."]);
    expect(problemsOf({ company: ["a", "b"] })).toEqual(["“company” is there twice."]);
    for (const wrong of ["a\u0000b", "\ud800", "x".repeat(1_001)]) {
      expect(problemsOf({ company: wrong }), wrong.slice(0, 9)).toEqual([expect.stringContaining("company")]);
    }
    const others = { q: "", after: "1_c", before: "x", row: "c1", live: "1", place: "1_c", outcome: "" };
    expect(problemsOf(others)).toEqual([]);
  });

  test("a day as the end of a window includes that day, and is written as that day", () => {
    const { filter } = readAuditParams({ from: "2026-03-03", to: "2026-03-03" });
    expect(filter.fromMs).toBe(Date.UTC(2026, 2, 3));
    expect(filter.toMs).toBe(Date.UTC(2026, 2, 4));
    expect(auditHref({ filter })).toBe("/audit?from=2026-03-03&to=2026-03-03");
  });

  test("a place that is none begins at the newest row", () => {
    for (const after of ["", "x", "1_", "99999999999999999_c1", "1772500000000_c1'; DROP", "-1_c"]) {
      const { cursor } = readAuditParams({ after });
      expect(cursor === undefined || cursor.id === "").toBe(true);
    }
    expect(readAuditParams({ before: "1772500000000_c1" }).cursor).toEqual({
      atMs: 1_772_500_000_000,
      id: "c1",
      towards: "newer",
    });
  });
});
