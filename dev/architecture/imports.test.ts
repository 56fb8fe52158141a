import { expect, test } from "vitest";
import { importsOf, maskSource } from "./imports";

const specifiers = (source: string) => importsOf(source).map((found) => found.specifier);

test("importsOf finds static, re-exporting, side-effect and dynamic imports", () => {
  const source = [
    `import a from "one";`,
    `import { b,`,
    `  c } from 'two';`,
    `export { d } from "three";`,
    `export * as e from "four";`,
    `import "five";`,
    `const f = await import("six");`,
    `const g = require("seven");`,
  ].join("\n");
  expect(specifiers(source)).toEqual(["one", "two", "three", "four", "five", "six", "seven"]);
  expect(importsOf(source).map((found) => found.line)).toEqual([1, 3, 4, 5, 6, 7, 8]);
});

test("importsOf tells imports that are erased from imports that are loaded", () => {
  const typeOnly = (source: string) => importsOf(source).map((found) => found.typeOnly);
  expect(typeOnly(`import type { A } from "x";`)).toEqual([true]);
  expect(typeOnly(`export type { A } from "x";`)).toEqual([true]);
  expect(typeOnly(`import { type A, type B } from "x";`)).toEqual([true]);
  expect(typeOnly(`import { type A, b } from "x";`)).toEqual([false]);
  expect(typeOnly(`import type from "x";`)).toEqual([false]);
  expect(typeOnly(`import a, { type B } from "x";`)).toEqual([false]);
});

test("importsOf is not misled by comments, strings, templates, regular expressions and JSX text", () => {
  const source = [
    `// import a from "comment";`,
    `/* import b from "block"; */`,
    'const c = `import d from "template"; ${await import("real")} " ${`nested "`}`;',
    `const text = "import(\\"string\\")";`,
    `const pattern = /["'\`]/;`,
    `const half = total / 2; const quoted = "/";`,
    `const view = <p>It's a "quote</p>;`,
    `export const from = "value";`,
    `import last from "last";`,
  ].join("\n");
  expect(specifiers(source)).toEqual(["real", "last"]);
});

test("maskSource keeps code inside template placeholders and drops the text around it", () => {
  const { code } = maskSource("const url = `process.env ${process.env.HOST} process.env`;");
  expect(code.match(/process\.env/g)).toHaveLength(1);
});
