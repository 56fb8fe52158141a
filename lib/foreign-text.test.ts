import fc from "fast-check";
import { expect, test } from "vitest";
import { foreignName, foreignText } from "./foreign-text";

test("foreignText leaves sound text as it is, other scripts and emoji included", () => {
  for (const text of ["", "Acme Ltd", "Łódź 北京 עברית", "family 👨‍👩‍👧 bakery", "  spaces  "]) {
    expect(foreignText(text, 200)).toBe(text);
  }
});

test("foreignText makes one line, drops NUL, and never leaves half a character", () => {
  expect(foreignText("Acme\u0000Ltd", 200)).toBe("Acme Ltd");
  expect(foreignText("a\r\nb\u2028c\u009fd", 200)).toBe("a b c d");
  expect(foreignText("a\ud83dz", 200)).toBe("a\ufffdz");
  expect(foreignText("👍👍👍", 5)).toBe("👍👍");
});

test("foreignName is trimmed, and empty when nothing can be read", () => {
  expect(foreignName(" \u0000 Acme \u0000 ")).toBe("Acme");
  expect(foreignName("\u0000\u0001 ")).toBe("");
  expect(foreignName("x".repeat(5_000))).toHaveLength(200);
});

test("whatever comes, the result is bounded, free of control characters, sound, and cleaning it again changes nothing", () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (units, max) => {
      const clean = foreignText(units.join(""), max);
      expect(clean.length).toBeLessThanOrEqual(max);
      expect(clean).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028\u2029]/u);
      expect(foreignText(clean, max)).toBe(clean);
    }),
    { numRuns: 2_000 },
  );
});
