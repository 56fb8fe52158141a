import fc from "fast-check";
import { expect, it } from "vitest";
import { safeReturnTo, signInPath } from "./return-to";

it.each([
  "/connections",
  "/connections?status=broken&sort=-name",
  "/connections/c1#audit",
  "/a%20b?q=%2F%2Fx",
])("leads back to the deep link %s", (path) => {
  expect(safeReturnTo(path)).toBe(path);
});

it.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  " /connections",
  "/a\r\nSet-Cookie: x=1",
  "connections",
  "",
  undefined,
  ["/connections"],
  `/${"x".repeat(2_001)}`,
  "/api/auth/signout",
  "/sign-in?returnTo=/sign-in",
])("leads to the start page instead of %j", (value) => {
  expect(safeReturnTo(value)).toBe("/");
});

it("never leaves this site, whatever it is given", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    "//",
    ".",
    "..",
    "evil.example",
    "@",
    ":",
    "?",
    "#",
    "%2f",
    "%5c",
    "\t",
    "\n",
  );
  const candidate = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => `/${pieces.join("")}`),
  );
  fc.assert(
    fc.property(candidate, (value) => {
      const path = safeReturnTo(value);
      expect(path).toMatch(/^\/(?![/\\])/);
      expect(new URL(path, "https://countersign.example").origin).toBe("https://countersign.example");
      expect(safeReturnTo(path)).toBe(path);
    }),
    { numRuns: 2_000 },
  );
});

it("keeps a query through the sign-in page's own address", () => {
  const address = new URL(signInPath("/audit?actor=a&outcome=failure"), "http://localhost");
  expect(address.searchParams.get("returnTo")).toBe("/audit?actor=a&outcome=failure");
  expect(signInPath("//evil.example")).toBe("/sign-in");
});
