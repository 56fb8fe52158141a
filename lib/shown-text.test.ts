import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CountersignError } from "./errors";
import { shownName, shownText } from "./shown-text";

const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]/;

/** Whether what stands after the text is in the direction of what stood before it. */
function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === "\u2068") open++;
    if (character === "\u2069" && --open < 0) return false;
  }
  return open === 0;
}

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\u202e", "\u202a", "\u2066", "\u2067", "\u2068", "\u2069", "\u200f", "\u0000", "\n"),
    fc.constantFrom("a", "B", " ", "1", "ש", "ل", "😀", "\u0301"),
  ),
  maxLength: 400,
});

describe("shownName", () => {
  test("leaves an ordinary name as it is", () => {
    for (const name of ["Acme Ltd", "Müller & Söhne", "株式会社", "O'Neill–Brown (UK) 😀", "Élan"])
      expect(shownName(name)).toBe(name);
  });

  test("takes away what would turn the text around it", () => {
    expect(shownName("Acme\u202e dtL")).toBe("Acme dtL");
    expect(shownName("\u2069\u202eAcme")).toBe("Acme");
    expect(shownName("Acme\r\nBcc: all")).toBe("Acme Bcc: all");
  });

  test("isolates a name that is written from the right", () => {
    expect(shownName("שלום 5")).toBe("\u2068שלום 5\u2069");
  });

  test("says so where there is nothing to see", () => {
    for (const name of ["", "\u202e", " \u200b\ufeff", "\u3164"])
      expect(shownName(name)).toBe("(no visible name)");
  });

  test("cuts a long name, between characters", () => {
    expect(Array.from(shownName("x".repeat(5_000)))).toHaveLength(200);
    expect(shownName("😀".repeat(5_000))).toBe(`${"😀".repeat(199)}…`);
    expect(shownName("😀".repeat(200))).toBe("😀".repeat(200));
  });

  test("never turns what comes after it, and stays the same when shown again", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const shown = shownName(name);
        expect(shown).not.toMatch(DIRECTIONS);
        expect(isBalanced(shown)).toBe(true);
        expect(shown.length).toBeLessThanOrEqual(402);
        expect(shownName(shown)).toBe(shown);
        expect(shownText(`Disconnect ${shown}?`)).toBe(`Disconnect ${shown}?`);
      }),
    );
  });
});

describe("shownText", () => {
  test("never turns what comes after it, and keeps the isolation of names", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, maxLength) => {
        const shown = shownText(text, maxLength);
        expect(shown).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
        expect(isBalanced(shown)).toBe(true);
      }),
    );
    const sentence = `${shownName("שלום")} answered.`;
    expect(shownText(sentence)).toBe(sentence);
  });

  test("is what an error says, whatever names were put into its message", () => {
    const { message } = new CountersignError(
      "wrong_organisation",
      "It was for Demo\u202e dtL. Nothing was changed.",
    );
    expect(message).toBe("It was for Demo dtL. Nothing was changed.");
  });
});
