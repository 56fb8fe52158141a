import { expect, test } from "vitest";
import { containing } from "./containing";
import { escapeHtml } from "./escape-html";
import { plural } from "./plural";

test.each([
  [0, "0 rows"],
  [1, "1 row"],
  [2_000, "2,000 rows"],
])("%d is %s", (count, words) => {
  expect(plural(count, "row")).toBe(words);
});

test("a plural that an s does not make is given", () => {
  expect([plural(1, "company", "companies"), plural(3, "company", "companies")]).toEqual([
    "1 company",
    "3 companies",
  ]);
});

test("a text with tags and quotation marks is shown as it is", () => {
  expect(escapeHtml(`<b title="a" id='c'>A & B</b>`)).toBe(
    "&lt;b title=&quot;a&quot; id=&#39;c&#39;&gt;A &amp; B&lt;/b&gt;",
  );
});

test("what contains a text is found by its own characters, wildcards too", () => {
  expect(containing(String.raw`50%_a\b`)).toBe(String.raw`%50\%\_a\\b%`);
});
