import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FirstStep } from "./first-step";

test("on a fresh database an admin is led to the first company, and nobody is told that nobody is needed", () => {
  const html = renderToStaticMarkup(<FirstStep mayConnect />);
  expect(html).toMatch(/<a[^>]*href="\/connections\/new"[^>]*>Connect a company<\/a>/);
  expect(html).not.toMatch(/stopped|Nobody/);
});

test("who can't connect is told who does", () => {
  const html = renderToStaticMarkup(<FirstStep mayConnect={false} />);
  expect(html).toContain("An admin connects companies to QuickBooks or Xero.");
  expect(html).not.toContain("<a");
});
