import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "./project";

// The lint rule is what an editor shows while typing; this holds it to the same table as rooms.ts.
const REFUSED = [
  ["app/a.tsx", "@/lib/db"],
  ["app/b.tsx", "@/lib/token/grants"],
  ["app/(admin)/c.tsx", "../../lib/db"],
  ["components/ui/d.tsx", "@/app/page"],
  ["lib/token/e.ts", "@/lib/env"],
  ["lib/token/f.ts", "../env"],
  ["lib/token/providers/g.ts", "../../health/check"],
  ["lib/token/h.ts", "next/headers"],
  ["lib/audit/i.ts", "@/lib/token"],
  ["lib/health/j.ts", "@/lib/token/refresh"],
  ["lib/db/k.ts", "@/dev/postgres"],
] as const;
const ALLOWED = [
  ["app/l.tsx", "@/lib/token"],
  ["app/m.tsx", "@/components/ui/button"],
  ["components/ui/n.tsx", "next/link"],
  ["lib/token/providers/o.ts", "../errors"],
  ["lib/token/index.ts", "@/lib/runtime"],
  ["lib/token/p.db.test.ts", "@/dev/postgres"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "countersign-lint-"));
let report = "";

beforeAll(() => {
  copyFileSync(join(projectRoot, "biome.json"), join(folder, "biome.json"));
  for (const [path, specifier] of [...REFUSED, ...ALLOWED]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), `import { a } from "${specifier}";\n\nexport const b = a;\n`);
  }
  const biome = join(projectRoot, "node_modules/@biomejs/biome/bin/biome");
  const flags = ["--reporter=github", "--vcs-enabled=false", "--max-diagnostics=none"];
  const run = spawnSync(process.execPath, [biome, "lint", ...flags], {
    cwd: folder,
    encoding: "utf8",
  });
  const lines = run.stdout.replaceAll("\\", "/").split("\n");
  report = lines.filter((line) => line.includes("noRestrictedImports")).join("\n");
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true }));

test.each(REFUSED)("the linter refuses in %s an import of %s", (path) => {
  expect(report).toMatch(
    new RegExp(`title=lint/style/noRestrictedImports,file=[^,]*${escaped(path)},line=1,`),
  );
});

test.each(ALLOWED)("the linter allows in %s an import of %s", (path) => {
  expect(report).not.toBe("");
  expect(report).not.toContain(path);
});

function escaped(path: string): string {
  return path.replaceAll(/[.()]/g, "\\$&");
}
