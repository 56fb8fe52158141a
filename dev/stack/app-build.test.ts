import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildIsStale } from "./app-build";

/** A project whose files are as old as said, in seconds since the epoch. */
function project(files: Record<string, number>): string {
  const root = mkdtempSync(join(tmpdir(), "countersign-build-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, atSeconds] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "");
    utimesSync(join(root, path), atSeconds, atSeconds);
  }
  for (const folder of ["app", "lib"]) {
    mkdirSync(join(root, folder), { recursive: true });
    utimesSync(join(root, folder), 100, 100);
  }
  return root;
}

test("a build is stale when it is missing, unfinished, or older than a source", () => {
  expect(buildIsStale(project({ "app/page.tsx": 100 }))).toBe(true);
  expect(buildIsStale(project({ "app/page.tsx": 100, ".next/manifest.json": 200 }))).toBe(true);
  expect(buildIsStale(project({ "app/page.tsx": 300, ".next/BUILD_ID": 200 }))).toBe(true);
  expect(buildIsStale(project({ "package-lock.json": 300, ".next/BUILD_ID": 200 }))).toBe(true);
});

test("a build is fresh when only tests or other folders are newer", () => {
  const files = { "app/page.tsx": 100, "lib/env.test.ts": 300, "docs/a.md": 300, ".next/BUILD_ID": 200 };
  expect(buildIsStale(project(files))).toBe(false);
});
