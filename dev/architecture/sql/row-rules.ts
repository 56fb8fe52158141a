import type { SourceFile } from "../project";
import type { Statement } from "./statements";
import { type Node, parseModule } from "./syntax";

/** Statements that ask for every column of a table: a new one, a ciphertext say, would come along unasked. */
export function starViolations(statements: readonly Statement[]): string[] {
  return statements
    .filter(({ text }) => {
      const aliases = [...text.matchAll(/"[A-Z]\w*"\s+(?:AS\s+)?([a-z_]\w*)\b/g)].map(([, alias]) => alias);
      const ofTable = aliases.some((alias) => new RegExp(`\\b${alias}\\.\\*`).test(text));
      return ofTable || /\bRETURNING\s+\*|\bSELECT\s+\*\s+FROM\s+"[A-Z]/.test(text);
    })
    .map(({ path, line }) => `${path}:${line}: asks for every column of a table; name those that are used`);
}

const LOOSE = /[&]\s*Record<string, unknown>|extends Record<string, unknown>|\[column: string\]: unknown/;

/** Row types under which any misspelt column is there. */
export function looseRowViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, nth) =>
        LOOSE.test(line) ? [`${path}:${nth + 1}: a row type that any column fits`] : [],
      ),
  );
}

/** Columns by table, as Prisma's schema has them. */
export function columnsOf(schema: string): ReadonlyMap<string, ReadonlySet<string>> {
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  return new Map(
    models.map(([, name = "", body = ""]) => [
      name,
      new Set([...body.matchAll(/^ {2}(\w+) +[A-Z]/gm)].map(([, column = ""]) => column)),
    ]),
  );
}

/** Columns whose type is typed by hand where a statement is asked, though the generated model has it. */
export function handTypedViolations(
  files: readonly SourceFile[],
  statements: readonly Statement[],
  columns: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  return files.flatMap(({ path, text }) =>
    parseModule(path, text).calls.flatMap(({ node }) => {
      const types = (node.typeArguments?.params ?? []) as Node[];
      const members = types
        .flatMap((type) => (type.types ?? [type]) as Node[])
        .flatMap(({ members }) => members ?? []);
      const line = text.slice(0, node.start).split("\n").length;
      const asked = statements.filter((one) => one.path === path && one.line === line);
      return (members as Node[]).flatMap(({ key, typeAnnotation }) => {
        const isPlain = /^TS(?:String|Number|Boolean)Keyword$/.test(typeAnnotation?.typeAnnotation?.type);
        const table = asked.map((one) => tableOf(one.text, key?.name, columns)).find(Boolean);
        return isPlain && table
          ? [`${path}:${line}: types "${key.name}" by hand; take it from ${table}`]
          : [];
      });
    }),
  );
}

/** The table whose column a statement gives under its own name. */
function tableOf(
  text: string,
  column: string,
  columns: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  if (!column || new RegExp(`\\bAS\\s+"?${column}\\b`).test(text)) return undefined;
  const named = [...text.matchAll(/"([A-Z]\w+)"/g)].map(([, table = ""]) => table);
  return named.find((table) => columns.get(table)?.has(column));
}
