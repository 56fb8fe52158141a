import { expect, test } from "vitest";
import { readDoors } from "./doors";

const file = (path: string, text: string) => ({ path, text });

test("readDoors reads whom pages, routes and actions are for", () => {
  const { doors, violations } = readDoors([
    file(
      "app/(admin)/a/[id]/page.tsx",
      'async function A() { await requireUser("audit.read"); }\nexport default page(A);',
    ),
    file("app/(public)/b/page.tsx", "export default function B() { return null; }"),
    file("app/api/c/route.ts", 'export const GET = route<{ id: string }>(\n  "audit.export",\n  run,\n);'),
    file(
      "app/api/d/route.ts",
      "export const POST = publicRoute({}, run);\nexport const GET = tokenRoute(run);",
    ),
    file(
      "app/(admin)/e/actions.ts",
      '"use server";\nimport { action } from "@/lib/door";\nconst add = action({\n  verb: "keys.manage",\n  run,\n});\nexport async function addKey(a, b) {\n  const result = await add(a, b);\n}',
    ),
  ]);
  expect(violations).toEqual([]);
  expect(doors.map(({ kind, name, method, admits }) => [kind, method, name, admits])).toEqual([
    ["page", "GET", "/a/[id]", "audit.read"],
    ["page", "GET", "/b", "public"],
    ["route", "GET", "/api/c", "audit.export"],
    ["route", "POST", "/api/d", "public"],
    ["route", "GET", "/api/d", "token"],
    ["action", "POST", "addKey", "keys.manage"],
  ]);
});

test.each([
  ["app/(admin)/a/page.tsx", "export default function A() { return null; }"],
  ["app/(admin)/a/page.tsx", "async function A() { await requireUser(verb); }\nexport default page(A);"],
  ["app/(admin)/a/page.tsx", 'export default async function A() { await requireUser("audit.read"); }'],
  ["app/api/a/route.ts", "export async function GET() {}"],
  ["app/api/a/route.ts", "export const GET = openRoute({}, run);"],
  ["app/api/a/route.ts", "export const GET = route(verb, run);"],
  [
    "app/(admin)/a/actions.ts",
    '"use server";\nimport { action } from "@/lib/door";\nexport const a = action({\n  verb,\n  run,\n});',
  ],
])("readDoors names a door of %s that says nobody: %s", (path, text) => {
  expect(readDoors([file(path, text)]).violations).toEqual([expect.stringContaining(path)]);
});
