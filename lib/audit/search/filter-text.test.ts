import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuditFilter, windowOf } from "./filter";
import { filterToken, parseFilterText } from "./filter-text";

const base: AuditFilter = { span: "7d" };

describe("parseFilterText", () => {
  test("reads key:value words, quoted values and synonyms", () => {
    const text = `company:"Acme Ltd" user:jo outcome:failure since:30d status:5XX method:post endpoint:/v3/a:b`;
    expect(parseFilterText(text, base)).toEqual({
      filter: {
        span: "30d",
        company: "Acme Ltd",
        actor: "jo",
        outcome: "failure",
        status: "5xx",
        method: "POST",
        endpoint: "/v3/a:b",
      },
      problems: [],
    });
  });

  test("says of every part it can't take why, and takes the rest", () => {
    const { filter, problems } = parseFilterText(
      "acme colour:red outcome:maybe status:999 since:7y provider:qbo",
      base,
    );
    expect(filter).toEqual({ ...base, provider: "qbo" });
    expect(problems).toEqual([
      "“acme” has no key. Write for example company:acme.",
      expect.stringContaining("“colour” is no key."),
      "“maybe” is nothing that outcome can be. It is success, failure or refused.",
      expect.stringContaining("“999” is nothing that status can be."),
      expect.stringContaining("“7y” is nothing that since can be."),
    ]);
  });

  test("says that something was left out where there is too much of it, or two of a kind", () => {
    const problemsOf = (text: string) => parseFilterText(text, base).problems;
    expect(problemsOf("company:a company:b")).toEqual(["“company” is there twice. A row has one of it."]);
    expect(problemsOf("actor:a user:b")).toEqual(["“actor” is there twice. A row has one of it."]);
    expect(problemsOf("since:24h from:2026-03-03")).toEqual([expect.stringContaining("“since” counts back")]);
    expect(problemsOf(`company:acme${" ".repeat(2_000)}outcome:failure`)[0]).toContain("too long");
    expect(problemsOf("company:a ".repeat(41))[0]).toContain("too long");
    expect(problemsOf('company:"a\u0007b"')).toEqual([expect.stringContaining("company")]);
  });

  test("reads who acted: people, services or Countersign itself", () => {
    expect(parseFilterText("by:Person", base)).toEqual({ filter: { ...base, by: "person" }, problems: [] });
    expect(parseFilterText("by:robots", base).problems).toEqual([
      "“robots” is nothing that by can be. It is person, service or system.",
    ]);
  });

  test("a span replaces a window of days, and a day a span", () => {
    const dated = parseFilterText("from:2026-03-03 to:2026-03-04T12:00Z", base).filter;
    expect(windowOf(dated, 0)).toEqual({ fromMs: Date.UTC(2026, 2, 3), toMs: Date.UTC(2026, 2, 4, 12) });
    const spanned = parseFilterText("since:24h", dated).filter;
    expect(windowOf(spanned, 86_400_000)).toEqual({ fromMs: 0, toMs: null });
  });

  test("never throws, and never takes a control character into a filter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { filter, problems } = parseFilterText(`${text} company:${text}`, base);
        expect(JSON.stringify(filter)).not.toMatch(/\\u00[01]/);
        expect(problems.length).toBeLessThanOrEqual(5);
      }),
    );
  });

  test("what filterToken writes is read as it was", () => {
    const value = fc.stringMatching(/^[A-Za-z0-9 /.&'-]{1,40}$/).map((text) => text.trim());
    fc.assert(
      fc.property(
        value.filter((text) => text !== ""),
        (company) => {
          expect(parseFilterText(filterToken("company", company), base).filter.company).toBe(company);
        },
      ),
    );
  });
});
