import { expect, test } from "vitest";
import { healthHref, healthListHref, readHealthList, readHealthParams } from "./search-params";

const now = Date.UTC(2026, 2, 31, 10);

test("a day that has begun is asked for by its date in UTC", () => {
  expect(readHealthParams({ on: "2026-03-31" }, now)).toEqual({
    onMs: Date.UTC(2026, 2, 31),
    cursor: undefined,
  });
  expect(healthHref(Date.UTC(2026, 2, 31))).toBe("/health?on=2026-03-31");
  expect(healthHref()).toBe("/health");
});

test.each([
  ["2026-04-01", "to come"],
  ["2031-01-01", "to come"],
  ["1999-12-31", "too early"],
  ["2026-02-30", "no day"],
  ["31.3.2026", "no day"],
  ["x".repeat(99), "no day"],
  ["2026-3-1", "no day"],
])("%s can't be shown, and the page says why: %s", (on, why) => {
  expect(readHealthParams({ on }, now)).toEqual({
    unusable: { text: on.length > 40 ? `${on.slice(0, 39)}…` : on, why },
  });
});

test("two days at once are none", () => {
  expect(readHealthParams({ on: ["2026-03-30", "2026-03-31"] }, now)).toEqual({
    unusable: { text: "2026-03-30, 2026-03-31", why: "no day" },
  });
});

test("an empty field asks for nothing", () => {
  expect(readHealthParams({ on: "" }, now)).toEqual({ cursor: undefined });
});

test("a page's address is read back as it was written", () => {
  const place = { value: "00 acme", id: "c1" };
  const href = healthHref(Date.UTC(2026, 2, 1), { after: place });
  const given = Object.fromEntries(new URLSearchParams(href.split("?")[1]));
  expect(readHealthParams(given, now)).toEqual({
    onMs: Date.UTC(2026, 2, 1),
    cursor: { towards: "next", ...place },
  });
});

test("the list's address is read back as it was written, and a day in it is no filter", () => {
  const params = {
    search: "Pine",
    status: "provider_trouble",
    provider: "xero",
    trouble: "90d",
    sort: "lastRead",
    direction: "desc",
    size: 200,
  } as const;
  const href = healthListHref(params, { before: "end" });
  const given = Object.fromEntries(new URLSearchParams(href.split("?")[1]));
  expect(readHealthList(given)).toEqual({ ...params, problems: [], cursor: { towards: "last" } });
  expect(readHealthList({ on: "2026-03-31" }).problems).toEqual([]);
});

test("what the list can't be asked for is said", () => {
  expect(readHealthList({ trouble: "always" }).problems).toEqual([expect.stringContaining("trouble")]);
  expect(readHealthList({ size: "51" }).problems).toEqual([expect.stringContaining("size")]);
});
