import { expect, test } from "vitest";
import {
  environmentViolations,
  flatViolations,
  mockViolations,
  nameViolations,
  routeViolations,
  sizeViolations,
  topLevelViolations,
} from "./house-rules";
import { completenessViolations, versionViolations } from "./lockfile";
import { serverActionViolations } from "./server-actions";

const file = (path: string, text = "") => ({ path, text });
const lines = (count: number) => "x();\n".repeat(count);

test("topLevelViolations names a stranger at the root and overlooks what git ignores", () => {
  expect(
    topLevelViolations(["app/", "lib/", "node_modules/", ".next/", ".env", ".git", "README.md"]),
  ).toEqual([]);
  expect(topLevelViolations(["src/", "lib"])).toEqual([
    expect.stringMatching(/^src\//),
    expect.stringMatching(/^lib:/),
  ]);
});

test("sizeViolations wants a reason for a file over 300 lines, and forgives tests", () => {
  const short = Array.from({ length: 20 }, (_, index) => file(`lib/a${index}.ts`, lines(10)));
  expect(sizeViolations([...short, file("lib/long.ts", lines(301))])).toEqual([
    expect.stringContaining("lib/long.ts: has 301 lines"),
  ]);
  expect(
    sizeViolations([...short, file("lib/long.ts", `// Long because one table.\n${lines(301)}`)]),
  ).toEqual([]);
  expect(sizeViolations([...short, file("lib/long.test.ts", lines(900))])).toEqual([]);
});

test("sizeViolations watches the median and the longest tenth", () => {
  const sized = (...counts: number[]) => counts.map((count, index) => file(`lib/a${index}.ts`, lines(count)));
  expect(sizeViolations(sized(10, 91, 100))).toEqual([expect.stringContaining("median file has 91")]);
  const tail = sized(...Array(8).fill(10), 221, 222);
  expect(sizeViolations(tail)).toEqual([expect.stringContaining("221 lines or more")]);
});

test("flatViolations names a folder of lib that holds too much, its tests not counted", () => {
  const flat = (count: number) => Array.from({ length: count }, (_, index) => file(`lib/room/a${index}.ts`));
  expect(flatViolations([...flat(15), file("lib/room/b.test.ts"), file("lib/room/in/c.ts")])).toEqual([]);
  expect(flatViolations(flat(16))).toEqual([expect.stringContaining("lib/room: has 16 source files flat")]);
});

test("routeViolations keeps routes thin and other files out of app/api", () => {
  expect(routeViolations([file("app/api/x/route.ts", lines(40)), file("app/page.tsx", lines(99))])).toEqual(
    [],
  );
  expect(routeViolations([file("app/api/x/route.ts", lines(41))])).toHaveLength(1);
  expect(routeViolations([file("app/api/x/mapping.ts")])).toHaveLength(1);
});

test.each([
  ["lib/utils.ts", ""],
  ["lib/token/helpers.ts", ""],
  ["lib/date-utils.ts", ""],
  ["lib/connection-manager.ts", ""],
  ["lib/TokenService.ts", ""],
  ["lib/token/a.ts", "export interface ITokenStore {}"],
  ["lib/token/all.ts", `export * from "./a";\nexport { b } from "./b";`],
])("nameViolations refuses %s: %s", (path, text) => {
  expect(nameViolations([file(path, text)])).toHaveLength(1);
});

test.each([
  ["lib/token/index.ts", `export { a } from "./a";`],
  ["lib/token/a.ts", `export { b } from "./b";\nexport const own = 1;`],
  ["lib/token/vend.db.test.ts", ""],
  ["lib/token/a.ts", "interface IPAddress {}\ninterface Invoice {}"],
])("nameViolations allows %s: %s", (path, text) => {
  expect(nameViolations([file(path, text)])).toEqual([]);
});

test.each([
  "process.env.KEY",
  "process.env['KEY']",
  "process?.env.KEY",
  "`${process.env.KEY}`",
  `process["env"].KEY`,
  "const { env } = process;",
  `import { env } from "node:process";`,
])("environmentViolations finds %s", (text) => {
  expect(environmentViolations([file("lib/token/a.ts", text)])).toEqual([
    expect.stringContaining("lib/token/a.ts"),
  ]);
  expect(
    environmentViolations([file("lib/env.ts", text), file("dev/a.ts", text), file("lib/a.test.ts", text)]),
  ).toEqual([]);
});

test("environmentViolations overlooks words about process.env and Next's runtime switch", () => {
  expect(
    environmentViolations([file("lib/a.ts", `// process.env\nconst a = "process.env"; process.exit(1);`)]),
  ).toEqual([]);
  const runtimeSwitch = `if (process.env.NEXT_RUNTIME === "nodejs") start();`;
  expect(environmentViolations([file("instrumentation.ts", runtimeSwitch)])).toEqual([]);
  expect(environmentViolations([file("lib/a.ts", runtimeSwitch)])).toHaveLength(1);
});

test("mockViolations refuses mocks of our own modules only", () => {
  const mocking = (specifier: string) => mockViolations([file("lib/a.test.ts", `vi.mock("${specifier}");`)]);
  expect(mocking("@/lib/db")).toHaveLength(1);
  expect(mocking("./clock")).toHaveLength(1);
  expect(mocking("server-only")).toEqual([]);
});

const ACTIONS = `"use server";\nimport { action } from "@/lib/door";\n`;

test.each([
  ["app/x/actions.ts", `${ACTIONS}export async function remove() {}`],
  ["app/x/actions.ts", `${ACTIONS}export const remove = async () => {};`],
  ["app/x/actions.ts", `${ACTIONS}export { remove } from "./remove";`],
  ["app/x/actions.ts", `${ACTIONS}export const remove = publicAction({});`],
  [
    "app/x/actions.ts",
    `${ACTIONS}const a = action({});\nexport async function remove() {\n  await b();\n  await a();\n}`,
  ],
  ["app/x/actions.ts", `${ACTIONS}export default action({});`],
  ["app/x/actions.ts", `"use server";\nexport const remove = action({});`],
  ["app/x/actions.ts", `export const remove = 1;`],
  ["app/x/remove.ts", `${ACTIONS}export const remove = action({});`],
  ["app/x/page.tsx", `async function remove() {\n  "use server";\n}`],
])("serverActionViolations refuses %s: %s", (path, text) => {
  expect(serverActionViolations([file(path, text)])).toHaveLength(1);
});

test("serverActionViolations allows actions built by the one door", () => {
  const built = `${ACTIONS}export type State = string;\nexport const remove = action({});\nexport const add = action<A, B>({});\n`;
  const wrapped = `${ACTIONS}const enter = publicAction({});\nexport async function signIn() {\n  const r = await enter(1);\n}`;
  expect(serverActionViolations([file("app/(public)/x/actions.ts", wrapped)])).toEqual([]);
  expect(
    serverActionViolations([file("app/x/actions.ts", built), file("app/x/page.tsx", "export default 1;")]),
  ).toEqual([]);
});

test("versionViolations refuses releases below a security fix, wherever they are installed", () => {
  const lock = (next: string, auth = "4.24.15") =>
    JSON.stringify({
      packages: { "node_modules/next": { version: next }, "node_modules/next-auth": { version: auth } },
    });
  expect(versionViolations(lock("16.3.3"))).toEqual([]);
  expect(versionViolations(lock("17.0.0"))).toEqual([]);
  expect(versionViolations(lock("16.3.2"))).toEqual([
    expect.stringContaining("node_modules/next is 16.3.2 (≥ 16.3.3)"),
  ]);
  expect(versionViolations(lock("16.3.3-canary.1"))).toHaveLength(1);
  expect(versionViolations(lock("16.4.5", "4.9.0"))).toHaveLength(1);
  expect(versionViolations(`{"packages":{}}`)).toHaveLength(2);
});

test("completenessViolations names platforms' packages that a lock left out", () => {
  const parser = {
    version: "2.0.0",
    optionalDependencies: { "@parser/linux": "2.0.0", "@parser/darwin": "2.0.0" },
  };
  const lock = (packages: object) =>
    JSON.stringify({ packages: { "node_modules/parser": parser, ...packages } });
  expect(completenessViolations(lock({ "node_modules/@parser/linux": {} }))).toEqual([
    "package-lock.json: node_modules/parser 2.0.0 lacks @parser/darwin; take an older, complete release",
  ]);
  const nested = { "node_modules/@parser/linux": {}, "node_modules/parser/node_modules/@parser/darwin": {} };
  expect(completenessViolations(lock(nested))).toEqual([]);
});
