import { parseAst } from "vitest/node";

/** A node of the syntax tree, ESTree with TypeScript's own beside it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  // biome-ignore lint/suspicious/noExplicitAny: every kind of node has members of its own, and the parser types few
  readonly [member: string]: any;
}

/** What a name means where it is used. */
export type Binding =
  | { readonly kind: "const"; readonly init: Node | null; readonly path: Path }
  | { readonly kind: "element"; readonly of: Node; readonly path: Path }
  | { readonly kind: "parameter"; readonly fn: Node; readonly index: number; readonly path: Path }
  | { readonly kind: "function" | "class"; readonly node: Node }
  | { readonly kind: "import"; readonly source: string; readonly name: string };

/** The way through a destructuring pattern: a key or index each, and what stands for a missing value. */
export type Path = readonly { readonly key?: string | number; readonly fallback?: Node }[];

export interface Scope {
  readonly names: Map<string, Binding>;
  /** What `name.push(…)` adds, wherever it is called. */
  readonly pushed: Map<string, Node[]>;
  readonly parent: Scope | undefined;
}

interface Call {
  readonly node: Node;
  readonly scope: Scope;
}

/** A module's tree, with the scope of each of its nodes that has one, and all of its calls. */
export interface Module {
  readonly path: string;
  readonly top: Scope;
  readonly scopes: ReadonlyMap<Node, Scope>;
  readonly calls: readonly Call[];
  /** The functions of its classes, by name. */
  readonly methods: ReadonlyMap<string, Node>;
}

const FUNCTION = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;
const OWN_SCOPE =
  /^(?:BlockStatement|ForStatement|ForOfStatement|ForInStatement|CatchClause|SwitchStatement)$/;

const isFunction = (node: Node) => FUNCTION.test(node.type);

export function parseModule(path: string, text: string): Module {
  const top: Scope = { names: new Map(), pushed: new Map(), parent: undefined };
  const scopes = new Map<Node, Scope>();
  const calls: Call[] = [];
  const methods = new Map<string, Node>();
  const visit = (node: Node, outer: Scope): void => {
    let scope = outer;
    if (isFunction(node) || OWN_SCOPE.test(node.type))
      scope = { names: new Map(), pushed: new Map(), parent: outer };
    scopes.set(node, scope);
    declare(node, outer, scope);
    if (node.type === "MethodDefinition" && node.key.name) methods.set(node.key.name, node.value);
    if (node.type === "CallExpression") calls.push({ node, scope });
    for (const child of childrenOf(node)) visit(child, scope);
  };
  visit(parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }) as unknown as Node, top);
  return { path, top, scopes, calls, methods };
}

function declare(node: Node, outer: Scope, own: Scope): void {
  const { names } = outer;
  if (isFunction(node)) {
    if (node.type === "FunctionDeclaration" && node.id) names.set(node.id.name, { kind: "function", node });
    const parameters = node.params as Node[];
    for (const [index, parameter] of parameters.entries())
      bind(own.names, parameter, [], (path) => ({ kind: "parameter", fn: node, index, path }));
  } else if (node.type === "ClassDeclaration") names.set(node.id.name, { kind: "class", node });
  else if (node.type === "ForOfStatement") {
    const [declared] = node.left.declarations ?? [];
    if (declared) bind(own.names, declared.id, [], (path) => ({ kind: "element", of: node.right, path }));
  } else if (node.type === "VariableDeclarator")
    // What a loop declares is bound by the loop.
    bind(names, node.id, [], (path) => ({ kind: "const", init: node.init, path }), false);
  else if (node.type === "ImportDeclaration")
    for (const { local, imported } of node.specifiers)
      names.set(local.name, { kind: "import", source: node.source.value, name: imported?.name ?? "default" });
  else if (node.type === "ExportNamedDeclaration" && node.source)
    for (const { local, exported } of node.specifiers)
      names.set(exported.name, { kind: "import", source: node.source.value, name: local.name });
  else if (node.type === "CallExpression" && node.callee.property?.name === "push" && node.callee.object.name)
    notePush(outer, node.callee.object.name, node.arguments);
}

function bind(
  names: Map<string, Binding>,
  pattern: Node,
  path: Path,
  make: (path: Path) => Binding,
  replace = true,
): void {
  if (pattern.type === "Identifier") {
    if (replace || !names.has(pattern.name)) names.set(pattern.name, make(path));
  } else if (pattern.type === "AssignmentPattern") {
    bind(names, pattern.left, [...path, { fallback: pattern.right as Node }], make, replace);
  } else if (pattern.type === "ObjectPattern") {
    for (const property of pattern.properties)
      if (property.type === "Property") {
        const key = property.key.name ?? property.key.value;
        bind(names, property.value, [...path, { key }], make, replace);
      }
  } else if (pattern.type === "ArrayPattern") {
    for (const [key, element] of (pattern.elements as (Node | null)[]).entries())
      if (element) bind(names, element, [...path, { key }], make, replace);
  }
}

function notePush(scope: Scope, name: string, added: Node[]): void {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.names.has(name) || !at.parent) {
      at.pushed.set(name, [...(at.pushed.get(name) ?? []), ...added]);
      return;
    }
  }
}

/** A node's parts, types left out. */
export function childrenOf(node: Node): Node[] {
  return Object.entries(node)
    .filter(([key]) => !/^(?:typeAnnotation|typeArguments|typeParameters|returnType)$/.test(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter((value): value is Node => typeof value?.type === "string");
}
