import fc from "fast-check";
import { expect, it } from "vitest";
import { safeReturnTo, signInPath } from "./return-to";

it.each([
  "/connections",
  "/connections?status=broken&sort=-name",
  "/connections/c1#audit",
  "/a%20b?q=%2F%2Fx",
  "/api/oauth/qbo/callback?code=AB1&state=s-1&realmId=123",
  "/api/oauth/xero/callback?error=access_denied&state=s-1",
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
  "/api/oauth/qbo/callback",
  "/api/oauth/qbo/callback?code=AB1",
  "/api/oauth/qbo/callback?state=s-1",
  "/api/oauth/qbo/callback/?code=AB1&state=s-1",
  "/api/oauth/qbo/callback/more?code=AB1&state=s-1",
  "/api/oauth/qbo/callback?code=AB1&state=s-1#there",
  "/api/oauth/../auth/signout?code=AB1&state=s-1",
  "/api/oauth/qbo%2f../callback?code=AB1&state=s-1",
  "//evil.example/api/oauth/qbo/callback?code=AB1&state=s-1",
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
    "api/oauth/qbo/callback",
    "code=1&state=2",
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
  expect(signInPath("/", { ended: true })).toBe("/sign-in?ended=1");
  expect(signInPath("/audit?q=a b", { ended: true })).toBe("/sign-in?ended=1");
  expect(signInPath("/audit?q=a", { ended: true })).toBe("/sign-in?ended=1&returnTo=%2Faudit%3Fq%3Da");
});
