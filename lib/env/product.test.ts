import { expect, it } from "vitest";
import { contactProblem, logoFileProblem, productNameProblem } from "./product";

it.each(["support@example.com", "https://example.com/help"])("takes %s for a contact", (contact) => {
  expect(contactProblem(contact)).toBeUndefined();
});

it.each(["call us", "javascript:alert(1)", "Ada <ada@example.com>", "a@b@c"])(
  "does not take %s for a contact",
  (contact) => {
    expect(contactProblem(contact)).toMatch(/./);
  },
);

it.each(["logo.svg", "/etc/logo.PNG", "a.jpeg", "b.webp"])("takes %s for a logo", (file) => {
  expect(logoFileProblem(file)).toBeUndefined();
});

it.each(["logo.html", "/etc/passwd", "logo.svg\0"])("does not take %j for a logo", (file) => {
  expect(logoFileProblem(file)).toMatch(/./);
});

it("takes a name of 60 characters on one line", () => {
  expect(productNameProblem("x".repeat(60))).toBeUndefined();
  expect(productNameProblem("x".repeat(61))).toBe("is too long");
  expect(productNameProblem("Acme\nLedger")).toMatch(/control/);
});
