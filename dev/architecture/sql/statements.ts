import { resolveImport, type SourceFile } from "../project";
import { type Program, textsOf } from "./evaluate";
import { type Binding, type Module, type Node, parseModule, type Scope } from "./syntax";
import { HOLE } from "./values";

/** A statement as Postgres gets it, and where it is asked. */
export interface Statement {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** Whether a part of it is known only when it runs. */
  readonly isOpen: boolean;
}

/** Every statement that the files ask Postgres, in each of the forms that it can have. */
export function statementsOf(files: readonly SourceFile[]): Statement[] {
  const program = programOf(files);
  return files.flatMap(({ path, text }) => {
    const module = program.modules.get(path);
    return (module?.calls ?? []).flatMap(({ node }) => {
      const [asked] = node.arguments as Node[];
      if (!module || !asked || !isQuery(node.callee)) return [];
      const line = text.slice(0, node.start).split("\n").length;
      return [...textsOf(program, module, asked)].map((found) => statementAt(path, line, found));
    });
  });
}

/** `sql.query(…)`, or a function of that name that was handed over. */
function isQuery(callee: Node): boolean {
  return callee.type === "Identifier" ? callee.name === "query" : callee.property?.name === "query";
}

/** A value's place is numbered by the program as it goes; what number it gets makes no difference. */
function statementAt(path: string, line: number, found: string): Statement {
  let places = Math.max(0, ...[...found.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  const text = found.replaceAll(`$${HOLE}`, () => `$${++places}`);
  return { path, line, text, isOpen: text.includes(HOLE) };
}

function programOf(files: readonly SourceFile[]): Program {
  const known = new Set(files.map(({ path }) => path));
  const modules = new Map(files.map(({ path, text }) => [path, parseModule(path, text)]));
  const resolve = (from: string, source: string) => modules.get(resolveImport(from, source, known) ?? "");
  const callers = new Map<Node, { module: Module; node: Node }[]>();
  for (const module of modules.values())
    for (const { node, scope } of module.calls) {
      const { callee } = node;
      const fn =
        callee.type === "Identifier"
          ? functionNamed(callee.name, scope, module, resolve)
          : module.methods.get(callee.property?.name);
      if (fn) callers.set(fn, [...(callers.get(fn) ?? []), { module, node }]);
    }
  return { modules, resolve, callersOf: (fn) => callers.get(fn) ?? [] };
}

function functionNamed(
  name: string,
  scope: Scope,
  module: Module,
  resolve: Program["resolve"],
): Node | undefined {
  const binding = bindingOf(name, scope);
  if (binding?.kind === "function") return binding.node;
  if (binding?.kind === "const" && binding.init?.type === "ArrowFunctionExpression") return binding.init;
  const source = binding?.kind === "import" ? resolve(module.path, binding.source) : undefined;
  return binding?.kind === "import" && source
    ? functionNamed(binding.name, source.top, source, resolve)
    : undefined;
}

function bindingOf(name: string, scope: Scope): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const binding = at.names.get(name);
    if (binding) return binding;
  }
  return undefined;
}
