import { expect, test } from "vitest";
import { habitViolations, sentencesOf, sentenceViolations } from "./sentences";

const textsOf = (text: string, path = "app/x.tsx") => sentencesOf(path, text).map((found) => found.text);

test.each([
  ["text between tags", "const a = <p>Nothing was changed.</p>;", "Nothing was changed."],
  ["text around a value", "const a = <p>Off since {at}.</p>;", "Off since … ."],
  ["text around an element", "const a = <p>Signed by <b>{name}</b> today</p>;", "Signed by … today"],
  ["text of two lines", "const a = <p>\n  Nothing was\n  changed.\n</p>;", "Nothing was changed."],
  ["a string in braces", 'const a = <p>{on ? "Turned on at last" : ""}</p>;', "Turned on at last"],
  ["a label", 'const a = <nav aria-label="Find a company" />;', "Find a company"],
  ["a title", 'const a = <i title="Off for now" />;', "Off for now"],
  ["a placeholder", 'const a = <input placeholder="Name, provider or id" />;', "Name, provider or id"],
  ["a property", 'const a = { label: "Reconnect a company" };', "Reconnect a company"],
  ["a value in a template", "const a = `Send test to ${target}`;", "Send test to …"],
  [
    "a message of an error",
    'throw new CountersignError("not_found", "There is no row.");',
    "There is no row.",
  ],
  ["an argument", 'z.string({ error: "Enter a name." });', "Enter a name."],
  ["a typed value", 'const a = { b: "Not set up" } satisfies Words as Other;', "Not set up"],
  ["small letters", "const a = <p>not set up</p>;", "not set up"],
])("%s is a sentence", (_, text, sentence) => {
  expect(textsOf(text)).toEqual([sentence]);
});

test.each([
  ["a word or two", "const a = <p>Last used</p>;"],
  ["a value and a word", "const a = `Remove ${target}?`;"],
  ["class names", 'const a = <p className="flex items-center gap-2">{x}</p>;'],
  ["class names in a constant", 'const LOOK = "flex items-center gap-2 rounded";'],
  ["class names in parts", 'const a = clsx("table row flex", on && "block grid inline");'],
  ["a type", 'type A = "one two three" | Pick<B, "four five six">;'],
  ["an import", 'import { a } from "one two three";'],
  ["a message for the log alone", 'throw new Error("This can not be.");'],
  ["an address", "const a = `/connections?status=${status}&provider=${provider}`;"],
  ["a comment", "// Nothing was changed here.\nconst a = 1;"],
])("%s is none", (_, text) => {
  expect(textsOf(text)).toEqual([]);
});

const PLANTED = 'export const a = "Nothing was changed here.";';

test("sentenceViolations names a sentence outside of words.ts by file and line", () => {
  const files = [
    { path: "app/(admin)/settings/page.tsx", text: `\n${PLANTED}` },
    { path: "app/(admin)/connections/new/page.tsx", text: PLANTED },
    { path: "app/(admin)/settings/words.ts", text: PLANTED },
    { path: "app/(admin)/settings/page.test.tsx", text: PLANTED },
    { path: "app/api/x/route.ts", text: PLANTED },
    { path: "lib/health/verdict.ts", text: PLANTED },
  ];
  expect(sentenceViolations(files)).toEqual([
    "app/(admin)/settings/page.tsx:2: “Nothing was changed here.” belongs in the room's words.ts",
    "app/(admin)/connections/new/page.tsx:1: “Nothing was changed here.” belongs in the room's words.ts",
  ]);
});

test("habitViolations names a forbidden word in a sentence, and overlooks comments and short strings", () => {
  const bad = { path: "lib/x.ts", text: 'const a = "Ask whoever runs it.";' };
  const fine = { path: "lib/y.ts", text: '// Whoever reads this.\nconst a = "somebody";' };
  expect(habitViolations([bad, fine])).toEqual(["lib/x.ts:1: “whoever” is not our style (docs/style.md)"]);
});
