import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of ours; `path` is relative to the project's root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const SOURCE = /\.(?:ts|tsx|mjs|js)$/;
const SKIPPED = new Set([
  "node_modules",
  ".next",
  ".data",
  ".git",
  "generated",
  "dist",
  "test-results",
  "playwright-report",
]);

/** Every source file of the project, without what is generated. */
export function readSources(root: string = projectRoot): SourceFile[] {
  return walk(root, "")
    .filter((path) => SOURCE.test(path) && basename(path) !== "next-env.d.ts")
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** Names at the project's root, folders ending in `/`. */
export function topLevelNames(root: string = projectRoot): string[] {
  return readdirSync(root).map((name) => (statSync(join(root, name)).isDirectory() ? `${name}/` : name));
}

export function isTest(path: string): boolean {
  return /\.(?:test|spec)\.tsx?$/.test(path) || path.startsWith("e2e/");
}

/**
 * The project's file an import means, or the bare path when there is no such source file (a style sheet,
 * a generated client). Packages and Node's own modules give undefined.
 */
export function resolveImport(
  from: string,
  specifier: string,
  known: ReadonlySet<string>,
): string | undefined {
  const inProject = specifier.startsWith("@/") || specifier.startsWith(".");
  if (!inProject) return undefined;
  const path = specifier.startsWith("@/")
    ? posix.normalize(specifier.slice(2))
    : posix.join(posix.dirname(from), specifier);
  const candidates = ["", ".ts", ".tsx", ".mjs", ".js", "/index.ts", "/index.tsx"].map((end) => path + end);
  return candidates.find((candidate) => known.has(candidate)) ?? path;
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return SKIPPED.has(entry.name) ? [] : walk(root, path);
  });
}
