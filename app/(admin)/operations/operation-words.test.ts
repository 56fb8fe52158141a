import { expect, test } from "vitest";
import { progressWords, scopeWords, tagWords } from "./operation-words";

const counts = { failed: 0, skipped: 0, cancelled: 0, running: 0, waiting: 0, done: 0 };

test("progress is told with what it brought so far, the worst first", () => {
  expect(progressWords({ finished: 0, parts: 3, counts: { ...counts, waiting: 3 } })).toBe("0 of 3");
  const some = { ...counts, failed: 3, done: 1_208, running: 5 };
  expect(progressWords({ finished: 1_211, parts: 5_000, counts: some })).toBe(
    "1,211 of 5,000 · 3 failed, 1,208 done",
  );
});

test("tags and filters of others turn no sentence that they are told in", () => {
  const turned = "vip\u202egnitset";
  expect(
    tagWords([
      { tag: turned, companies: 2 },
      { tag: "שלום", companies: 1 },
    ]),
  ).toBe("vipgnitset (2), \u2068שלום\u2069 (1)");
  const filter = new URLSearchParams({ search: turned, status: "working" }).toString();
  expect(scopeWords({ filter, againOf: null })).toBe("All that match search “vipgnitset”, status “working”");
});

test("of many tags eight are told", () => {
  const tags = Array.from({ length: 9 }, (_, index) => ({ tag: `t${index}`, companies: 1_000 }));
  expect(tagWords(tags)).toMatch(/^t0 \(1,000\), .*, t7 \(1,000\) …$/);
});

test("what was selected is told in the words of the list's filter", () => {
  expect(scopeWords({ filter: null, againOf: null })).toBe("Selected one by one");
  expect(scopeWords({ filter: null, againOf: "o1" })).toBe("Failed in an earlier operation");
  expect(scopeWords({ filter: "", againOf: null })).toBe("All, without a filter");
  expect(scopeWords({ filter: "search=acme&status=needs_reconnecting", againOf: null })).toBe(
    "All that match search “acme”, status “needs reconnecting”",
  );
});
