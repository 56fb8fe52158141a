import { expect, test } from "vitest";
import { timeViolations } from "./times";

const one = (text: string, path = "app/(admin)/page.tsx", allowed = {}) =>
  timeViolations([{ path, text }], allowed);

test.each([
  ["const words = new Intl.DateTimeFormat('en').format(at);"],
  ["const day = at.toISOString().slice(0, 10);"],
  ["const words = at.toLocaleDateString();"],
  ["const hour = at.getHours();"],
  ["const words = formatAbsolute(at, UTC);"],
  ["const words = utcMinute(at);"],
  ["const a = <time dateTime={iso}>{iso}</time>;"],
  ["const a = <Time at={at} utc />;"],
])("a page that writes a time itself is refused: %s", (text) => {
  expect(one(text)).toEqual([expect.stringMatching(/^app\/\(admin\)\/page\.tsx: writes a time itself/)]);
});

test.each([
  ["const a = <Time at={at} />;"],
  ["const a = <RelativeTime at={at} />;"],
  ["const iso = at.toISOString();"],
  ["const rows = count.toLocaleString('en');"],
  ["// utcMinute(at) would be UTC for everybody"],
])("what follows the reader's zone, or shows none, is allowed: %s", (text) => {
  expect(one(text)).toEqual([]);
});

test("tests and what is no screen are not judged", () => {
  expect(one("utcMinute(at)", "lib/health/verdict.ts")).toEqual([]);
  expect(one("utcMinute(at)", "app/page.test.ts")).toEqual([]);
});

test("leave that is no longer needed is named", () => {
  expect(one("", "app/page.tsx", { "app/page.tsx": "because" })).toEqual([
    expect.stringContaining("writes no time itself any more"),
  ]);
});
