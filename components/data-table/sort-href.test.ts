import { expect, test } from "vitest";
import { sortHrefFor } from "./sort-href";

test("a sort link keeps the filters and forgets the place in the old order", () => {
  const sortHref = sortHrefFor({ pathname: "/connections", search: "?q=acme&after=abc&page=3" });
  expect(sortHref("company", "asc")).toBe("/connections?q=acme&sort=company&direction=asc");
});

test("a sort link replaces the order there was", () => {
  const sortHref = sortHrefFor({
    pathname: "/connections",
    search: "sort=company&direction=asc&status=working",
  });
  expect(sortHref("deadline", "desc")).toBe("/connections?sort=deadline&direction=desc&status=working");
});

test("a screen may name its parameters itself", () => {
  const sortHref = sortHrefFor({
    pathname: "/audit",
    search: "cursor=x&before=kept",
    sortParam: "by",
    directionParam: "dir",
    resetParams: ["cursor"],
  });
  expect(sortHref("time", "desc")).toBe("/audit?before=kept&by=time&dir=desc");
});
