import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuditFilter, windowOf } from "./filter";
import { filterToken, parseFilterText } from "./filter-text";
import { auditFilterQuery, givenOf, readAuditFilter } from "./filter-url";

const base: AuditFilter = { span: "7d" };
/** A Saturday. */
const nowMs = Date.UTC(2026, 10, 28, 9, 30);
const reading = { nowMs, providers: { qbo: ["QuickBooks Online", "QuickBooks"], xero: ["Xero"] } };

describe("parseFilterText", () => {
  test("reads key:value words, quoted values and synonyms", () => {
    const text = `company:"Acme Ltd" user:jo outcome:failure since:30d status:5XX method:post endpoint:/v3/a:b`;
    expect(parseFilterText(text, base, reading)).toEqual({
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
      words: [],
    });
  });

  test("says of every part it can't take why, and takes the rest", () => {
    const { filter, problems } = parseFilterText(
      "colour:red outcome:maybe status:999 since:7y provider:qbo",
      base,
      reading,
    );
    expect(filter).toEqual({ ...base, provider: "qbo" });
    expect(problems).toEqual([
      expect.stringContaining("Unknown filter “colour”."),
      "“maybe” is not an outcome. Try success, failure or refused.",
      "“999” is not a status. Try 503, 4xx, 4xx,5xx or >=400.",
      "“7y” is not a time. Try 3d, thursday or all; a date goes with from.",
    ]);
  });

  test("says that something was left out where there is too much of it, or two of a kind", () => {
    const problemsOf = (text: string) => parseFilterText(text, base, reading).problems;
    expect(problemsOf("company:a company:b")).toEqual(["“company” is there twice. A row has one."]);
    expect(problemsOf("actor:a user:b")).toEqual(["“actor” is there twice. A row has one."]);
    expect(problemsOf("since:24h from:2026-03-03")).toEqual([expect.stringContaining("“since” counts back")]);
    expect(problemsOf(`company:acme${" ".repeat(2_000)}outcome:failure`)[0]).toContain("too long");
    expect(problemsOf("company:a ".repeat(41))[0]).toContain("too long");
    expect(problemsOf('company:"a\u0007b"')).toEqual([expect.stringContaining("company")]);
  });

  test("reads who acted: people, services or Countersign itself", () => {
    expect(parseFilterText("by:Person", base, reading)).toEqual({
      filter: { ...base, by: "person" },
      problems: [],
      words: [],
    });
    expect(parseFilterText("by:robots", base, reading).problems).toEqual([
      "“robots” is not a value of by. Try person, key, service or system.",
    ]);
  });

  test("keeps words without a key in groups, for a name may have several", () => {
    const { words, filter, problems } = parseFilterText(
      'Harbour Street outcome:failure "Maya L" 1-0b73',
      base,
      reading,
    );
    expect(words).toEqual([
      ["Harbour", "Street"],
      ["Maya L", "1-0b73"],
    ]);
    expect({ filter, problems }).toEqual({ filter: { ...base, outcome: "failure" }, problems: [] });
    expect(parseFilterText("a\u0000b \u200bacme\u200b", base, reading)).toMatchObject({
      words: [["acme"]],
      problems: [expect.stringContaining("can be in no row.")],
    });
  });

  test("a minus before a key excludes a value, as many as there are", () => {
    const { filter, problems } = parseFilterText(
      "-operation:token.vend -operation:token.refresh -operation:token.vend -status:2xx outcome:success",
      base,
      reading,
    );
    expect(problems).toEqual([]);
    expect(filter).toEqual({
      ...base,
      outcome: "success",
      not: { operation: ["token.vend", "token.refresh"], status: ["2xx"] },
    });
    expect(parseFilterText("-since:7d -outcome:maybe", base, reading).problems).toEqual([
      "“since” can't be excluded.",
      expect.stringContaining("“maybe” is not an outcome."),
    ]);
  });

  test("a provider goes by any of its names, and an operation by its own, in either case", () => {
    for (const provider of ["qbo", "QBO", '"quickbooks online"', "QuickBooks"]) {
      expect(parseFilterText(`provider:${provider}`, base, reading).filter.provider, provider).toBe("qbo");
    }
    expect(readAuditFilter({ provider: "Xero", "-operation": "Token.Vend" }, reading)).toEqual({
      filter: { ...base, provider: "xero", not: { operation: ["token.vend"] } },
      problems: [],
    });
  });

  test("a provider or an operation that there is not is refused, and no filter that nothing matches", () => {
    const problemOf = (text: string) => parseFilterText(text, base, reading).problems;
    expect(problemOf("provider:sage")).toEqual(["“sage” is not a provider. Try qbo or xero."]);
    expect(problemOf("-provider:quick")).toEqual(["“quick” is not a provider. Try qbo or xero."]);
    expect(problemOf("operation:token")).toEqual([
      "“token” is not an operation. Try token.vend, token.reject, token.refresh or token.client.",
    ]);
    expect(readAuditFilter({ "-operation": "vending" }, reading)).toEqual({
      filter: base,
      problems: ["“vending” is not an operation. Try token.vend, connection.check or another of the list."],
      field: "-operation",
    });
  });

  test("a status may be a class, a bound or several", () => {
    for (const status of ["503", "4xx", "4xx,5xx", ">=400", "<400", "404,>=500"]) {
      expect(parseFilterText(`status:${status}`, base, reading).filter.status).toBe(status);
    }
    for (const status of ["6xx", "40", ">=4xx", "4xx,", "4xx,,5xx", Array(11).fill("404").join(",")]) {
      expect(parseFilterText(`status:${status}`, base, reading).problems, status).toHaveLength(1);
    }
  });

  test("a time may be a number of minutes, hours, days or weeks back from now", () => {
    const sinceOf = (text: string) =>
      windowOf(parseFilterText(`since:${text}`, base, reading).filter, nowMs).fromMs;
    expect(sinceOf("3d")).toBe(nowMs - 3 * 86_400_000);
    expect(sinceOf("90m")).toBe(nowMs - 90 * 60_000);
    expect(sinceOf("2W")).toBe(nowMs - 14 * 86_400_000);
    for (const text of ["0d", "3x", "-3d", "9999999d", "600w"])
      expect(parseFilterText(`since:${text}`, base, reading).problems, text).toHaveLength(1);
  });

  test("a weekday is the beginning of the last one in UTC, and stays that day in the address", () => {
    const { filter } = parseFilterText("since:thursday", { ...base, toMs: nowMs }, reading);
    expect(windowOf(filter, nowMs)).toEqual({ fromMs: Date.UTC(2026, 10, 26), toMs: null });
    expect(auditFilterQuery(filter).toString()).toBe("from=2026-11-26");
    const dayOf = (text: string) => parseFilterText(`since:${text}`, base, reading).filter.fromMs;
    expect(dayOf("saturday")).toBe(Date.UTC(2026, 10, 28));
    expect(dayOf("Sun")).toBe(Date.UTC(2026, 10, 22));
    expect(dayOf("someday")).toBeUndefined();
  });

  test("what is excluded comes through the address", () => {
    const { filter } = parseFilterText(
      "-outcome:success -company:a -company:b ref:1-0b73 generation:7",
      base,
      reading,
    );
    const query = auditFilterQuery(filter);
    expect(query.toString()).toBe("-company=a&-company=b&-outcome=success&ref=1-0b73&generation=7");
    expect(readAuditFilter(givenOf(query), reading)).toEqual({ filter, problems: [] });
    expect(readAuditFilter({ "-since": "7d" }, reading).problems).toEqual(["“-since” is no filter."]);
    expect(readAuditFilter({ "-id": Array(41).fill(0).map(String) }, reading).problems).toHaveLength(1);
  });

  test("a span replaces a window of days, and a day a span", () => {
    const dated = parseFilterText("from:2026-03-03 to:2026-03-04T12:00Z", base, reading).filter;
    expect(windowOf(dated, 0)).toEqual({ fromMs: Date.UTC(2026, 2, 3), toMs: Date.UTC(2026, 2, 4, 12) });
    const spanned = parseFilterText("since:24h", dated, reading).filter;
    expect(windowOf(spanned, 86_400_000)).toEqual({ fromMs: 0, toMs: null });
  });

  test("a day that no calendar has is refused", () => {
    for (const day of ["2026-02-31", "2026-02-29T09:00Z", "2026-04-31T00:00", "2026-13-01", "2026-00-10"]) {
      for (const key of ["from", "to"]) {
        const { filter, problems } = parseFilterText(`${key}:${day}`, base, reading);
        expect({ filter, problems }, day).toEqual({
          filter: base,
          problems: [`“${day}” is not a time. Try 2026-03-03 or 2026-03-03T09:14Z.`],
        });
      }
    }
    expect(parseFilterText("from:2028-02-29", base, reading).filter.fromMs).toBe(Date.UTC(2028, 1, 29));
  });

  test("never throws, and never takes a control character into a filter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { filter, problems } = parseFilterText(`${text} company:${text}`, base, reading);
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
          expect(parseFilterText(filterToken("company", company), base, reading).filter.company).toBe(
            company,
          );
        },
      ),
    );
  });
});
