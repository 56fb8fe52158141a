import { importsOf, maskSource } from "./imports";
import type { SourceFile } from "./project";

/** A page, a method of a route or a server action, and whom it declares to be for. */
export interface Door {
  readonly kind: "page" | "route" | "action";
  readonly file: string;
  /** The address of a page or route, brackets as they are; an action's export. */
  readonly name: string;
  readonly method: string;
  /** The verb of lib/people/roles.ts that its caller must have; `public` asks for nobody, `token` for a secret of its own. */
  readonly admits: string;
}

/** Only the folder of those who have not signed in yet has pages that ask for nobody. */
const PUBLIC_PAGE = /^app\/\(public\)\//;
const METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS";

/** Every door of the app. One that declares nobody has no `admits` and is a violation. */
export function readDoors(files: readonly SourceFile[]): { doors: Door[]; violations: string[] } {
  const found = files.filter(({ path }) => path.startsWith("app/")).flatMap(doorsOf);
  const doors = found.flatMap(({ admits, ...door }) => (admits ? [{ ...door, admits }] : []));
  const violations = found
    .filter(({ admits }) => !admits)
    .map(({ file, name, method }) => `${file}: ${method} ${name} does not say whom it is for`);
  return { doors, violations };
}

type Found = Omit<Door, "admits"> & { admits: string | undefined };

function doorsOf(file: SourceFile): Found[] {
  if (/\/page\.tsx$/.test(file.path)) return [pageOf(file)];
  if (/\/route\.ts$/.test(file.path)) return routesOf(file);
  return /\/actions\.ts$/.test(file.path) ? actionsOf(file) : [];
}

function pageOf({ path, text }: SourceFile): Found {
  const { code, strings } = maskSource(text);
  const verb = /\bawait\s+require(?:Proved)?User\(\s*"(\d+)"/.exec(code)?.[1];
  // `page` draws the refusals of those behind sign-in.
  const isDrawn = /(?:^|\n)export default page\(/.test(code);
  const admits = PUBLIC_PAGE.test(path) ? "public" : isDrawn ? strings[Number(verb)] : undefined;
  return { kind: "page", file: path, name: addressOf(path), method: "GET", admits };
}

function routesOf({ path, text }: SourceFile): Found[] {
  const { code, strings } = maskSource(text);
  const name = addressOf(path);
  const exported = [
    ...code.matchAll(new RegExp(`export\\s+(?:const|async\\s+function|function)\\s+(${METHODS})\\b`, "g")),
  ];
  return exported.map((match) => {
    const rest = code.slice(match.index + match[0].length);
    const [, door, verb] = /^\s*=\s*(\w+)\s*(?:<[^;=]*?>)?\(\s*(?:"(\d+)")?/.exec(rest) ?? [];
    const admits = { route: strings[Number(verb)], publicRoute: "public", tokenRoute: "token" }[door ?? ""];
    return { kind: "route", file: path, name, method: match[1] ?? "", admits };
  });
}

/** `serverActionViolations` holds that each export is one of these, or awaits one before all else. */
function actionsOf({ path, text }: SourceFile): Found[] {
  const { code, strings } = maskSource(text);
  if (!importsOf(text).some(({ specifier }) => specifier === "@/lib/door")) return [];
  const common = /\nconst\s+verb\s*=\s*"(\d+)"/.exec(code)?.[1];
  const built = new Map(
    [
      ...code.matchAll(
        /(?:^|\n)(?:export\s+)?const\s+(\w+)\s*=\s*(action|publicAction)\s*(?:<[^;=]*?>)?\(\{([\s\S]*?)\n\}\)/g,
      ),
    ].map(([, name, door, body = ""]) => {
      const verb = /\bverb:\s*"(\d+)"/.exec(body)?.[1] ?? (/\bverb,/.test(body) ? common : undefined);
      return [name ?? "", door === "publicAction" ? "public" : strings[Number(verb)]];
    }),
  );
  return [...code.matchAll(/(?:^|\n)export\s+(?:const\s+(\w+)\s*=|async\s+function\s+(\w+))/g)].map(
    (match) => {
      const name = match[1] ?? match[2] ?? "";
      const rest = code.slice(match.index + match[0].length);
      const behind = match[1] ?? /\bawait\s+(\w+)\s*\(/.exec(rest)?.[1] ?? "";
      return { kind: "action", file: path, name, method: "POST", admits: built.get(behind) };
    },
  );
}

/** The address of a page or route of the app, by its folder; groups are no part of it. */
export function addressOf(path: string): string {
  const folders = path.split("/").slice(1, -1);
  return `/${folders.filter((name) => !name.startsWith("(")).join("/")}`;
}
