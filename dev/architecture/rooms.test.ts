import { expect, test } from "vitest";
import { fileCircles, roomCircles } from "./circles";
import { roomViolations } from "./rooms";

const file = (path: string, text: string) => ({ path, text });
const one = (path: string, text: string, ...others: string[]) =>
  roomViolations([file(path, text), ...others.map((other) => file(other, ""))]);

test.each([
  ["app/page.tsx", `import { db } from "@/lib/db";`],
  ["app/page.tsx", `import { grants } from "@/lib/token/grants/grants";`],
  ["app/page.tsx", `import { grants } from "../lib/token/grants";`],
  ["app/page.tsx", `import { boot } from "@/lib/boot";`],
  ["app/page.tsx", `const env = await import("@/lib/env");`],
  ["app/page.tsx", `import { start } from "@/dev/demo/main";`],
  ["app/_notice/notice.ts", `import { listHref } from "@/app/(admin)/connections/search-params";`],
  ["app/api/oauth/route.ts", `import { listHref } from "../../(admin)/connections/search-params";`],
  ["components/ui/badge.tsx", `import { can } from "@/lib/people/can";`],
  ["components/ui/badge.tsx", `import { page } from "@/app/page";`],
  ["lib/token/vend/vend.ts", `import { env } from "@/lib/env";`],
  ["lib/token/vend/vend.ts", `import type { Runtime } from "@/lib/runtime";`],
  ["lib/token/vend/vend.ts", `import { headers } from "next/headers";`],
  ["lib/token/providers/qbo.ts", `import { query } from "../../audit/query";`],
  ["lib/audit/record/record.ts", `import type { Grant } from "@/lib/token";`],
  ["lib/health/observe/check.ts", `import { refresh } from "@/lib/token/refresh/refresh";`],
  ["lib/people/roles.ts", `import { check } from "@/lib/health/observe/check";`],
  ["lib/jobs/keep-alive.ts", `import { page } from "@/app/page";`],
  ["lib/cli/main.ts", `import { keyring } from "@/lib/token/keys/keyring";`],
  ["lib/health/probe.ts", `import xero from "xero-node";`],
  ["lib/health/probe.ts", `import { fixture } from "./probe.test";`],
])("roomViolations refuses in %s: %s", (path, text) => {
  const violations = one(path, text, "lib/token/index.ts", "lib/db/index.ts", "lib/health/probe.test.ts");
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatch(new RegExp(`^${path}:1: imports ".+", but `));
});

test.each([
  ["app/page.tsx", `import { tokenService } from "@/lib/token";`],
  ["app/page.tsx", `import { badge } from "@/components/ui/badge";`],
  ["app/(admin)/connections/actions.ts", `import { action } from "@/lib/door";`],
  ["app/(admin)/page.tsx", `import { noticeOf } from "@/app/_notice/notice";`],
  ["components/ui/badge.tsx", `import type { Status } from "@/lib/health/verdict/verdict";`],
  ["lib/token/index.ts", `import { runtime } from "@/lib/runtime";`],
  ["lib/token/providers/qbo.ts", `import { sealed } from "../token-set";`],
  ["lib/token/vend/vend.ts", `import { record } from "@/lib/audit/record";`],
  ["lib/token/vend.db.test.ts", `import { database } from "@/dev/database";`],
  ["lib/boot.ts", `import { keyring } from "@/lib/token/keys/keyring";`],
  ["lib/cli/main.ts", `import { boot } from "@/lib/boot";`],
  ["instrumentation.ts", `const { boot } = await import("@/lib/boot");`],
  ["e2e/connect.spec.ts", `import { simulator } from "@/dev/simulator/main";`],
])("roomViolations allows in %s: %s", (path, text) => {
  expect(one(path, text, "lib/token/index.ts", "lib/audit/record/index.ts")).toEqual([]);
});

test("roomViolations names a file that belongs to no room", () => {
  expect(one("lib/misc/thing.ts", "")).toEqual([
    expect.stringContaining("lib/misc/thing.ts: belongs to no room"),
  ]);
});

test("fileCircles names the files of a circle, type imports included", () => {
  const circle = fileCircles([
    file("lib/token/a.ts", `import { b } from "./b";`),
    file("lib/token/b.ts", `import type { C } from "@/lib/token/c";`),
    file("lib/token/c.ts", `export { a } from "./a";`),
  ]);
  expect(circle).toEqual([
    expect.stringContaining("lib/token/a.ts → lib/token/b.ts → lib/token/c.ts → lib/token/a.ts"),
  ]);
});

test("fileCircles accepts two ways to one file", () => {
  const files = [
    file("lib/token/a.ts", `import "./b"; import "./c";`),
    file("lib/token/b.ts", `import "./c";`),
    file("lib/token/c.ts", ""),
  ];
  expect(fileCircles(files)).toEqual([]);
});

test("roomCircles finds two rooms that lean on one another without a circle of files", () => {
  const files = [
    file("lib/health/a.ts", `import "@/lib/audit/b";`),
    file("lib/audit/b.ts", ""),
    file("lib/audit/c.ts", `import "@/lib/health/d";`),
    file("lib/health/d.ts", ""),
  ];
  expect(roomCircles(files)).toEqual([expect.stringContaining("lib/health → lib/audit → lib/health")]);
});
