import { basename } from "node:path";
import { importsOf, maskSource } from "./imports";
import type { SourceFile } from "./project";

/**
 * A server action is a public HTTP endpoint, whoever wrote the page around it. So each goes through the one
 * door `action` of lib/door, which holds the order session → role → parse → verb → audit.
 */
export function serverActionViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const { code, strings } = maskSource(file.text);
    const isDirective = (index: string | undefined) => strings[Number(index)] === "use server";
    const first = /^\s*"(\d+)"/.exec(code);
    const whole = isDirective(first?.[1]);
    const inline = [...code.matchAll(/\{\s*"(\d+)"\s*;/g)].some((match) => isDirective(match[1]));
    const named = basename(file.path) === "actions.ts" && file.path.startsWith("app/");
    const found: string[] = [];
    if (inline) found.push(`${file.path}: has an inline "use server"; server actions live in actions.ts`);
    if (named && !whole) found.push(`${file.path}: is named actions.ts but does not begin with "use server"`);
    if (whole && !named) found.push(`${file.path}: "use server" files are called actions.ts and live in app`);
    return whole ? [...found, ...exportViolations(file, code)] : found;
  });
}

const BUILT = /(?:^|\n)(?:export\s+)?const\s+(\w+)\s*=\s*(action|publicAction)\s*[(<]/g;

function exportViolations(file: SourceFile, code: string): string[] {
  const fromDoor = importsOf(file.text).some(
    ({ specifier, typeOnly }) => specifier === "@/lib/door" && !typeOnly,
  );
  if (!fromDoor) return [`${file.path}: does not import its door from "@/lib/door"`];
  const built = [...code.matchAll(BUILT)];
  const doors = new Set(built.map((match) => match[1]));
  const unguarded = built
    .filter((match) => match[2] === "publicAction" && !/^app\/(\(public\)|_session)\//.test(file.path))
    .map(
      (match) =>
        `${file.path}: ${match[1]} is a publicAction, which asks for no session; only app/(public) and app/_session have those`,
    );
  const bypassing = [...code.matchAll(/(?:^|[;}\n])\s*export\s+([^\n]*)([\s\S]*?)(?=\nexport\s|$)/g)]
    .filter(([, statement = "", rest = ""]) => !isGuarded(statement, rest, doors))
    .map(([, statement = ""]) => `${file.path}: "export ${statement.trim()}" bypasses the door of lib/door`);
  return [...unguarded, ...bypassing];
}

/** An action itself, or a function that awaits one of this file's actions before anything else. */
function isGuarded(statement: string, rest: string, doors: ReadonlySet<string | undefined>): boolean {
  if (/^(?:type|interface)\b/.test(statement)) return true;
  const name = /^const\s+(\w+)\s*=/.exec(statement)?.[1];
  if (name) return doors.has(name);
  const awaited = /\bawait\s+(\w+)\s*\(/.exec(rest)?.[1];
  return /^async\s+function\s/.test(statement) && doors.has(awaited);
}
