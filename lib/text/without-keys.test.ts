import { randomBytes } from "node:crypto";
import fc from "fast-check";
import pino from "pino";
import { expect, test } from "vitest";
import { CountersignError } from "@/lib/errors";
import { foreignName, foreignText } from "@/lib/foreign-text";
import { log } from "@/lib/log";
import { keyValue, newKeyId, newKeySecret } from "@/lib/people/api-keys/key-value";
import { shownName, shownText } from "@/lib/shown-text";
import { withoutKeys } from "./without-keys";

const parts = { environment: "live", id: newKeyId(randomBytes), secret: newKeySecret(randomBytes) } as const;
const value = keyValue(parts);
const hidden = `cs_live_${parts.id}_[removed]`;

test("a key of ours loses its secret wherever it stands, and keeps the public id", () => {
  const text = `Authorization: Bearer ${value}; ?key=${value}&x="${value}"`;
  expect(withoutKeys(text)).toBe(`Authorization: Bearer ${hidden}; ?key=${hidden}&x="${hidden}"`);
  for (const other of ["", "cs_", "cs_live_", "ccs_live_short_abc", "a whole sentence of cs_words"])
    expect(withoutKeys(other)).toBe(other);
});

const cleaners: Record<string, (text: string) => string> = {
  foreignText: (text) => foreignText(text, 100),
  foreignName,
  shownName,
  shownText: (text) => shownText(text, 100),
  "an error's message": (text) => new CountersignError("invalid_input", text).message,
};

test.each(Object.entries(cleaners))("%s lets no secret of a key through, cut off or whole", (_, clean) => {
  const around = fc.string({ unit: "grapheme", maxLength: 120 });
  fc.assert(
    fc.property(around, around, fc.integer({ min: 40, max: 59 }), (before, after, length) => {
      const cleaned = clean(`${before} ${value.slice(0, length)} ${after}`);
      expect(cleaned).not.toContain(parts.secret.slice(0, 4));
    }),
  );
  expect(clean(`of ${value} it`)).toBe(`of ${hidden} it`);
});

test("no log line holds a key, in whatever field it came", () => {
  const lines: string[] = [];
  const streamed = log as unknown as Record<symbol, unknown>;
  const stream = streamed[pino.symbols.streamSym];
  streamed[pino.symbols.streamSym] = { write: (line: string) => lines.push(line) };
  try {
    log.warn({ authorization: `Bearer ${value}`, deep: { list: [value] } }, `It came as ${value}`);
    log.child({ bound: value }).error(new Error(value));
  } finally {
    streamed[pino.symbols.streamSym] = stream;
  }
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    authorization: `Bearer ${hidden}`,
    deep: { list: [hidden] },
  });
  for (const line of lines) {
    expect(line).toContain(parts.id);
    expect(line).not.toContain(parts.secret.slice(0, 4));
  }
});
