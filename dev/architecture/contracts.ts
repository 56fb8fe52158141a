import { importsOf } from "./imports";
import { isTest, resolveImport, type SourceFile } from "./project";

/** Beside the indexes: what others may import of a room, for those who must not load a whole index for it. */
const NAMED: Readonly<Record<string, string>> = {
  "lib/boot/serve": "a command serves nothing, so that it loads no jobs, alerts and metrics",
  "lib/api/problems/index": "a page tells of a problem without the listener",
  "lib/door/failure": "the API maps failures without Next",
  "lib/door/map-failure": "the API maps failures without Next",
  "lib/door/own-door": "a listener beside Next says that it judges its own requests",
  "lib/door/request-context": "the API has the contexts of every door without Next",
  "lib/door/route/long-work": "the API shares the places for exports without Next",
  "lib/door/route/plain-page": "the API shows a page without Next",
  "lib/door/front/front-door": "the proxy loads nothing that judges a request before the framework",
  "lib/door/refusal": "a worker refuses a scraper without Next",
  "lib/people/network-of": "the front door loads neither the database nor the hashing of passwords",
  "lib/people/session-user": "the proxy loads neither the database nor the hashing of passwords",
};
/** The SQL fragments that another room's statements are made of: two rooms may read one another's. */
const VIEWS = /^lib\/[^/]+\/views$/;
/** Leaves: one export a file, so that a file is its own contract. */
const LEAVES = /^lib\/(?:text|time)\//;
const INDEX = /^lib\/[^/]+(?:\/(?:[^/]+\/)*index)?$/;
/** Boot composes rooms of what they are made of; the workshop and tests look at any part. */
const REACHES_ANYWHERE = /^(?:lib\/boot\/|dev\/|bench\/|e2e\/|prisma\/|[^/]+\.config\.)/;

/** Imports past a room's contract: its index, a sub-room's index, its views, or what is named above. */
export function contractViolations(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path));
  return files
    .filter(({ path }) => !isTest(path) && !REACHES_ANYWHERE.test(path))
    .flatMap(({ path, text }) =>
      importsOf(text).flatMap(({ specifier, line }) => {
        const target = moduleOf(resolveImport(path, specifier, known) ?? "");
        const room = folderOf(target);
        if (room === undefined || room === folderOf(moduleOf(path)) || isContract(target)) return [];
        return [`${path}:${line}: imports "${specifier}" past the contract of ${room}: import its index`];
      }),
    );
}

/** Named contracts that are no file any more, or that nobody outside their room imports. */
export function idleContracts(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path));
  const imported = new Set(
    files
      .filter(({ path }) => !isTest(path) && !REACHES_ANYWHERE.test(path))
      .flatMap(({ path, text }) =>
        importsOf(text)
          .map(({ specifier }) => moduleOf(resolveImport(path, specifier, known) ?? ""))
          .filter((target) => folderOf(target) !== folderOf(moduleOf(path))),
      ),
  );
  return Object.keys(NAMED)
    .filter((name) => !imported.has(name))
    .map((name) => `${name}: is a named contract, and no other room imports it`);
}

const isContract = (target: string) =>
  INDEX.test(target) || VIEWS.test(target) || LEAVES.test(target) || target in NAMED;

/** The room of a module of lib; `lib/env.ts` is one with the folder beside it. */
const folderOf = (module: string) => /^lib\/[^/]+/.exec(module)?.[0];

const moduleOf = (path: string) => path.replace(/\.(?:ts|tsx|mjs|js)$/, "");
