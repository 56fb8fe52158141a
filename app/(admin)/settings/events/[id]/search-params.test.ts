import { expect, test } from "vitest";
import { deliveriesHref, readCursor } from "./search-params";

test.each(["older", "newer"] as const)("the address of the %s page is read as it was written", (towards) => {
  const query = new URL(deliveriesHref("e1", 42, towards), "http://x").searchParams;
  expect(readCursor(Object.fromEntries(query))).toEqual({ position: 42, towards });
});

test.each([{}, { after: "-1" }, { after: "1e9" }, { after: ["1", "2"] }, { before: "9".repeat(16) }])(
  "%j leads to the newest",
  (given) => {
    expect(readCursor(given as Record<string, string>)).toBeUndefined();
  },
);
