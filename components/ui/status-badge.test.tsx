import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { STATUS, type StatusName } from "./status";
import { StatusBadge } from "./status-badge";

const NAMES = Object.keys(STATUS) as StatusName[];

function drawing(status: StatusName): string {
  const html = renderToStaticMarkup(<StatusBadge status={status} />);
  return /<svg[^>]*>(.*)<\/svg>/.exec(html)?.[1] ?? "";
}

test.each(NAMES)("the badge of %s says its word beside a hidden icon", (status) => {
  const html = renderToStaticMarkup(<StatusBadge status={status} />);
  expect(html.replace(/<[^>]+>/g, "")).toBe(STATUS[status].word);
  expect(html).toMatch(/<svg[^>]*aria-hidden="true"/);
});

test("no two statuses share an icon or a word, so that none rests on colour", () => {
  expect(NAMES).toHaveLength(5);
  expect(new Set(NAMES.map(drawing)).size).toBe(5);
  expect(new Set(NAMES.map((name) => STATUS[name].word)).size).toBe(5);
});
