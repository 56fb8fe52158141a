import { expect, test } from "vitest";
import type { LinkDeps } from "./link-deps";
import { product } from "./product";

test.each([
  ["https://example.com/help", "https://example.com/help"],
  ["help@example.com", "mailto:help@example.com"],
  ["javascript:alert(1)//@example.com", null],
  ["data:text/html,a@example.com", null],
  ["+44 20 7946 0000", null],
])("the contact %s leads to %s", (supportContact, href) => {
  const view = product({ product: { name: "Acme", supportContact } } as LinkDeps);
  expect(view).toMatchObject({ supportContact, supportHref: href });
});
