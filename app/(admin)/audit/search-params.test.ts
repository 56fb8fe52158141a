import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { givenOf } from "@/lib/audit";
import { auditHref, readAuditParams } from "./search-params";

const nowMs = Date.UTC(2026, 2, 3);
const given = (href: string) => givenOf(new URL(href, "http://localhost").searchParams);
const readParams = (query: Parameters<typeof readAuditParams>[0]) => readAuditParams(query, nowMs);

describe("readAuditParams", () => {
  test("takes whatever a URL holds without an error, and what it made of it comes back from the URL it writes", () => {
    const names = ["company", "actor", "provider", "operation", "outcome", "status", "method", "endpoint"];
    const more = [
      "request",
      "ref",
      "generation",
      "-outcome",
      "-status",
      "-company",
      "id",
      "since",
      "from",
      "to",
      "after",
      "before",
      "row",
      "live",
      "q",
    ];
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        "5xx",
        ">=400",
        "thursday",
        "3d",
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
        const params = readParams(query);
        const again = readParams(given(auditHref(params)));
        expect(again).toEqual({ ...params, problems: [], live: params.live && !params.cursor });
        expect(auditHref(again)).toBe(auditHref(params));
      }),
      { numRuns: 2_000 },
    );
  });

  test("leaves out what is as by default, so that equal pages have equal addresses", () => {
    expect(auditHref(readParams({}))).toBe("/audit");
    expect(auditHref(readParams({ since: "7d", outcome: "", by: "" }))).toBe("/audit");
  });

  test("whatever of a filter can't be taken is said, however it is wrong", () => {
    const problemsOf = (query: Parameters<typeof readAuditParams>[0]) => readParams(query).problems;
    expect(problemsOf({ status: "9xx" })).toEqual(["“9xx” is not a status. Try 503, 4xx, 4xx,5xx or >=400."]);
    expect(problemsOf({ compny: "acme" })).toEqual(["“compny” is no filter."]);
    for (const key of ["from", "to"]) {
      expect(problemsOf({ since: "24h", [key]: "2026-03-03" })).toEqual([
        "“since” counts back from now. It can't stand beside “from” or “to”.",
      ]);
      expect(problemsOf({ since: "", [key]: "2026-03-03" })).toEqual([]);
    }
    expect(problemsOf({ company: ["a", "b"] })).toEqual(["“company” is there twice."]);
    for (const wrong of ["a\u0000b", "\ud800", "x".repeat(1_001)]) {
      expect(problemsOf({ company: wrong }), wrong.slice(0, 9)).toEqual([expect.stringContaining("company")]);
    }
    const others = { q: "", after: "1_c", before: "x", row: "c1", live: "1", place: "1_c", outcome: "" };
    expect(problemsOf(others)).toEqual([]);
  });

  test("a day as the end of a window includes that day, and is written as that day", () => {
    const { filter } = readParams({ from: "2026-03-03", to: "2026-03-03" });
    expect(filter.fromMs).toBe(Date.UTC(2026, 2, 3));
    expect(filter.toMs).toBe(Date.UTC(2026, 2, 4));
    expect(auditHref({ filter })).toBe("/audit?from=2026-03-03&to=2026-03-03");
  });

  test("a place that is none begins at the newest row", () => {
    for (const after of ["", "x", "1_", "99999999999999999_c1", "1772500000000_c1'; DROP", "-1_c"]) {
      const { cursor } = readParams({ after });
      expect(cursor === undefined || cursor.id === "").toBe(true);
    }
    expect(readParams({ before: "1772500000000_c1" }).cursor).toEqual({
      atMs: 1_772_500_000_000,
      id: "c1",
      towards: "newer",
    });
  });
});
