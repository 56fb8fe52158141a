import { basename, dirname } from "node:path";
import { importsOf, maskSource } from "./imports";
import { isTest, type SourceFile } from "./project";

const MAX_LINES = 300;
const MEDIAN_LINES = 90;
const P90_LINES = 220;
const MAX_ROUTE_LINES = 40;
const MAX_FLAT_FILES = 15;
const LONG_REASON = /\/[/*].*\bLong because \S/;

/** Names at the root: the house's folders, the files the tools look for there, and nothing else. */
const TOP_LEVEL = new Set([
  ...["app/", "components/", "lib/", "prisma/", "e2e/", "dev/", "bench/", "client/", "docs/", ".ci/"],
  ...["package.json", "package-lock.json", "tsconfig.json", "next.config.js", "tailwind.config.ts"],
  ...[
    "postcss.config.mjs",
    "biome.json",
    "redocly.yaml",
    "knip.json",
    "vitest.config.ts",
    "playwright.config.ts",
  ],
  ...["prisma.config.ts", "instrumentation.ts", "proxy.ts"],
  ...["README.md", "LICENSE", "CONTRIBUTING.md", ".gitignore", ".npmrc", ".editorconfig", ".env.example"],
]);
/** What git ignores: it appears while working and is in no clone. A linked worktree's `.git` is a file. */
const IGNORED =
  /^(?:\.git\/?|node_modules\/?|\.next\/|dist\/|\.data\/|\.env|\.env\.local|next-env\.d\.ts|.*\.tsbuildinfo|test-results\/|playwright-report\/)$/;

export function topLevelViolations(names: readonly string[]): string[] {
  return names
    .filter((name) => !TOP_LEVEL.has(name) && !IGNORED.test(name))
    .map(
      (name) =>
        `${name}: is not one of the project's top-level names (dev/architecture/house-rules.ts lists them)`,
    );
}

export function sizeViolations(files: readonly SourceFile[]): string[] {
  const measured = files
    .filter((file) => !isTest(file.path))
    .map((file) => ({ ...file, lines: lineCount(file.text) }))
    .sort((a, b) => a.lines - b.lines);
  const tooLong = measured
    .filter((file) => file.lines > MAX_LINES && !LONG_REASON.test(file.text.split("\n", 5).join("\n")))
    .map(
      (file) =>
        `${file.path}: has ${file.lines} lines (≤ ${MAX_LINES}, or a comment "Long because …" at its top)`,
    );
  const median = measured[Math.floor((measured.length - 1) * 0.5)];
  const p90 = measured[Math.floor((measured.length - 1) * 0.9)];
  if (median && median.lines > MEDIAN_LINES)
    tooLong.push(`The median file has ${median.lines} lines (≤ ${MEDIAN_LINES})`);
  if (p90 && p90.lines > P90_LINES)
    tooLong.push(`A tenth of the files have ${p90.lines} lines or more (≤ ${P90_LINES})`);
  return tooLong;
}

/** A room that grows gets rooms of its own. */
export function flatViolations(files: readonly SourceFile[]): string[] {
  const folders = new Map<string, number>();
  for (const { path } of files) {
    if (!path.startsWith("lib/") || isTest(path)) continue;
    const folder = dirname(path);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  return [...folders]
    .filter(([, count]) => count > MAX_FLAT_FILES)
    .map(
      ([folder, count]) => `${folder}: has ${count} source files flat (≤ ${MAX_FLAT_FILES}); give it folders`,
    );
}

export function routeViolations(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => file.path.startsWith("app/api/") && !isTest(file.path))
    .flatMap(({ path, text }) => {
      if (basename(path) !== "route.ts")
        return [`${path}: app/api holds only route.ts; what decides lives in lib`];
      const lines = lineCount(text);
      return lines > MAX_ROUTE_LINES
        ? [`${path}: has ${lines} lines; a route reads, calls and maps in ≤ ${MAX_ROUTE_LINES}`]
        : [];
    });
}

export function nameViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const name = basename(path);
    const found: string[] = [];
    if (/(?:^|[-.])(?:utils?|helpers?)(?=[-.])|manager/i.test(name))
      found.push(`${path}: says nothing; name it after its main export`);
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+$/.test(name))
      found.push(`${path}: file names are kebab-case`);
    const { code } = maskSource(text);
    const prefixed = /\binterface\s+(I[A-Z][a-z]\w*)/.exec(code)?.[1];
    if (prefixed) found.push(`${path}: interface ${prefixed} carries an I- prefix`);
    if (isBarrel(code) && !["index.ts", "route.ts"].includes(name))
      found.push(`${path}: only re-exports; barrels are a module's index.ts`);
    return found;
  });
}

/** `process.env` is read in one place, which names every variable and its fault. */
export function environmentViolations(files: readonly SourceFile[]): string[] {
  const elsewhere = /^(?:dev|bench|e2e|prisma)\/|^[^/]+\.config\.\w+$|^lib\/(?:env\.ts|start\.mjs)$/;
  return files
    .filter((file) => !elsewhere.test(file.path) && !isTest(file.path))
    .flatMap(({ path, text }) => {
      // Next replaces this one spelling at build time, which is how Node-only code stays out of the edge bundle.
      const nextsOwn = path === "instrumentation.ts" ? /\bprocess\.env\.NEXT_RUNTIME\b/g : /(?!)/g;
      const code = maskSource(text).code.replaceAll(nextsOwn, "nextRuntime");
      const used = /\bprocess\s*\??\.?\s*(?:\.\s*env\b|\[)|\benv\b[^=;]*\}\s*=\s*process\b/.test(code);
      const imported = importsOf(text).some(({ specifier }) => /^(?:node:)?process$/.test(specifier));
      return used || imported ? [`${path}: reads process.env; only lib/env.ts does`] : [];
    });
}

/** Nothing of ours is mocked: a test that replaces a module tests the replacement. */
export function mockViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const { code, strings } = maskSource(text);
    return [...code.matchAll(/\b(?:vi|vitest)\s*\.\s*(?:do)?[mM]ock\s*\(\s*(?:import\s*\(\s*)?"(\d+)"/g)]
      .map((match) => strings[Number(match[1])] ?? "")
      .filter((specifier) => /^(?:@\/|\.)/.test(specifier))
      .map((specifier) => `${path}: mocks "${specifier}"; hand in a clock, a fetch or a database instead`);
  });
}

function isBarrel(code: string): boolean {
  const withoutReExports = code.replaceAll(
    /\b(?:export\s+(?:type\s+)?(?:\*[^;"]*|\{[^}]*\})\s*from|import)\s*"\d+"/g,
    "",
  );
  return withoutReExports.length < code.length && /^[\s;]*$/.test(withoutReExports);
}

function lineCount(text: string): number {
  return text.trimEnd().split("\n").length;
}
