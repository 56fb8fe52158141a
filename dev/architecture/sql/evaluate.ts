// Long because one class takes every kind of expression apart, each in a few lines.
import type { Binding, Module, Node, Path, Scope } from "./syntax";
import { binary, entriesOf, HOLE, ofObject, own, UNKNOWN } from "./values";

/** The arguments that a function was called with, innermost first. */
type Frame =
  | { readonly fn: Node; readonly argument: (index: number) => unknown; readonly outer: Frame }
  | undefined;

interface Closure {
  readonly fn: Node;
  readonly module: Module;
  readonly frame: Frame;
}

export interface Program {
  readonly modules: ReadonlyMap<string, Module>;
  /** The module that an import means. */
  resolve(from: string, source: string): Module | undefined;
  /** Where a function is called by its name. */
  callersOf(fn: Node): readonly { module: Module; node: Node }[];
}

const MAX_DEPTH = 80;
const MAX_STEPS = 20_000;

/** What the constants of modules are, where no choice was met on the way: most statements are made of the same few. */
const constants = new WeakMap<Scope, Map<string, unknown>>();

/** A choice that was met: which way was taken of how many. */
interface Choice {
  readonly key: Node;
  readonly taken: number;
  readonly of: number;
}

/**
 * The texts that an expression can be, as far as the source tells: of a condition that only a running program knows both
 * ways are taken, of a parameter every caller's argument, of a list every element. Each way is taken at least once;
 * not every combination of them is.
 */
export function textsOf(program: Program, module: Module, node: Node): Set<string> {
  const texts = new Set<string>();
  const met = new Set<Node>();
  const waiting: Choice[][] = [[]];
  for (let first = waiting.pop(); first; first = waiting.pop()) {
    const evaluation = new Evaluation(program, first);
    const text = evaluation.evaluate(node, module, undefined);
    texts.add(typeof text === "string" ? text : HOLE);
    for (const [nth, choice] of evaluation.choices.entries()) {
      if (met.has(choice.key)) continue;
      met.add(choice.key);
      for (let taken = 0; taken < choice.of; taken++)
        if (taken !== choice.taken) waiting.push([...evaluation.choices.slice(0, nth), { ...choice, taken }]);
    }
  }
  return texts;
}

/** One world: what is chosen once stays so. */
class Evaluation {
  /** In the order in which they were met. */
  readonly choices: Choice[] = [];
  private readonly taken = new Map<Node, number>();
  private depth = 0;
  private steps = 0;
  private isCutShort = false;
  private asked = 0;

  /** @param first The choices to begin with. */
  constructor(
    private readonly program: Program,
    private readonly first: readonly Choice[],
  ) {}

  private choose(key: Node, of: number): number {
    this.asked++;
    const known = this.taken.get(key);
    if (known !== undefined) return known;
    const choice = this.first[this.choices.length] ?? { key, taken: 0, of };
    this.choices.push(choice);
    this.taken.set(key, choice.taken);
    return choice.taken;
  }

  evaluate(node: Node | null | undefined, module: Module, frame: Frame): unknown {
    if (!node) return UNKNOWN;
    if (this.depth > MAX_DEPTH || this.steps++ > MAX_STEPS) {
      this.isCutShort = true;
      return UNKNOWN;
    }
    this.depth++;
    try {
      return this.value(node, module, frame);
    } finally {
      this.depth--;
    }
  }

  private value(node: Node, module: Module, frame: Frame): unknown {
    const of = (part: Node) => this.evaluate(part, module, frame);
    switch (node.type) {
      case "Literal":
        return node.regex ? new RegExp(node.regex.pattern, node.regex.flags) : node.value;
      case "TemplateLiteral":
        return (node.quasis as Node[])
          .map(
            (quasi, nth) =>
              quasi.value.cooked + (node.expressions[nth] ? String(of(node.expressions[nth])) : ""),
          )
          .join("");
      case "Identifier":
        return this.named(node.name, module.scopes.get(node) ?? module.top, module, frame);
      case "AwaitExpression":
        return of(node.argument);
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "ChainExpression":
      case "ParenthesizedExpression":
        return of(node.expression);
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        return { fn: node, module, frame } satisfies Closure;
      case "ArrayExpression":
        return this.array(node.elements, module, frame);
      case "ObjectExpression":
        return Object.fromEntries(
          (node.properties as Node[]).flatMap((property): [string, unknown][] =>
            property.type === "SpreadElement"
              ? entriesOf(of(property.argument))
              : [[property.key.name ?? String(property.key.value), of(property.value)]],
          ),
        );
      case "ConditionalExpression":
        return of(this.isTrue(node, of(node.test)) ? node.consequent : node.alternate);
      case "LogicalExpression":
        return this.logical(node, of);
      case "BinaryExpression":
        return binary(node.operator, of(node.left), of(node.right));
      case "UnaryExpression":
        return node.operator === "!" && of(node.argument) !== UNKNOWN ? !of(node.argument) : UNKNOWN;
      case "MemberExpression":
        return this.member(node, of(node.object), node.computed ? of(node.property) : node.property.name);
      case "NewExpression":
        return this.made(node, module, frame);
      case "CallExpression":
        return this.called(node, module, frame);
      default:
        return UNKNOWN;
    }
  }

  private isTrue(key: Node, test: unknown): boolean {
    return test === UNKNOWN ? this.choose(key, 2) === 0 : Boolean(test);
  }

  private logical(node: Node, of: (part: Node) => unknown): unknown {
    const left = of(node.left);
    if (node.operator === "??")
      return left === UNKNOWN || left === null || left === undefined ? of(node.right) : left;
    const isTrue = this.isTrue(node, left);
    if (node.operator === "&&") return isTrue ? of(node.right) : left === UNKNOWN ? undefined : left;
    return isTrue ? left : of(node.right);
  }

  private array(elements: Node[], module: Module, frame: Frame): unknown[] {
    return elements.flatMap((element) => {
      if (element.type !== "SpreadElement") return [this.evaluate(element, module, frame)];
      const spread = this.evaluate(element.argument, module, frame);
      return Array.isArray(spread) ? spread : spread instanceof Set ? [...spread] : [];
    });
  }

  private member(node: Node, object: unknown, key: unknown): unknown {
    if (object === UNKNOWN || object === null || object === undefined) return UNKNOWN;
    if (key === UNKNOWN) {
      const values = typeof object === "object" ? Object.values(object) : [];
      return values.length > 0 ? values[this.choose(node, values.length)] : UNKNOWN;
    }
    return own(object, key as string);
  }

  private named(name: string, scope: Scope, module: Module, frame: Frame): unknown {
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      const binding = at.names.get(name);
      if (!binding) continue;
      return at.parent
        ? this.valueOf(name, binding, at, module, frame)
        : this.constant(name, binding, at, module);
    }
    return name === "undefined" ? undefined : UNKNOWN;
  }

  private constant(name: string, binding: Binding, top: Scope, module: Module): unknown {
    const known = constants.get(top) ?? new Map<string, unknown>();
    if (known.has(name)) return known.get(name);
    const { asked } = this;
    const value = this.valueOf(name, binding, top, module, undefined);
    if (this.asked === asked && !this.isCutShort) constants.set(top, known.set(name, value));
    return value;
  }

  private valueOf(name: string, binding: Binding, scope: Scope, module: Module, frame: Frame): unknown {
    const value = this.bound(binding, module, frame);
    const pushed = scope.pushed.get(name);
    if (!pushed || !Array.isArray(value)) return value;
    // What may be missing is pushed only when it is there.
    return [...value, ...this.array(pushed, module, frame).filter((one) => one !== undefined)];
  }

  private bound(binding: Binding, module: Module, frame: Frame): unknown {
    switch (binding.kind) {
      case "const":
        return this.along(binding.path, this.evaluate(binding.init, module, frame), module, frame);
      case "element": {
        const list = this.evaluate(binding.of, module, frame);
        if (!Array.isArray(list)) return UNKNOWN;
        return this.along(binding.path, list[this.choose(binding.of, list.length)], module, frame);
      }
      case "parameter":
        return this.parameter(binding, module, frame);
      case "function":
        return { fn: binding.node, module, frame } satisfies Closure;
      case "import": {
        const source = this.program.resolve(module.path, binding.source);
        return source ? this.named(binding.name, source.top, source, undefined) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  }

  private parameter(
    { fn, index, path }: Extract<Binding, { kind: "parameter" }>,
    module: Module,
    frame: Frame,
  ): unknown {
    for (let at = frame; at; at = at.outer)
      if (at.fn === fn) return this.along(path, at.argument(index), module, at.outer);
    const callers = this.program.callersOf(fn);
    const caller = callers[callers.length > 0 ? this.choose(fn, callers.length) : 0];
    if (!caller) return this.along(path, UNKNOWN, module, frame);
    const given = this.evaluate(caller.node.arguments[index] ?? UNDEFINED, caller.module, undefined);
    return this.along(path, given, module, frame);
  }

  private along(path: Path, value: unknown, module: Module, frame: Frame): unknown {
    let at = value;
    for (const { key, fallback } of path) {
      if (key !== undefined) at = at === UNKNOWN || at === null || at === undefined ? at : own(at, key);
      if (at === undefined && fallback) at = this.evaluate(fallback, module, frame);
    }
    return at;
  }

  private made(node: Node, module: Module, frame: Frame): unknown {
    if (/^(?:Set|Map)$/.test(node.callee.name)) {
      const of = this.evaluate(node.arguments[0], module, frame);
      return node.callee.name === "Set" && Array.isArray(of) ? new Set(of) : UNKNOWN;
    }
    const found = this.classOf(node.callee.name, module);
    if (!found) return UNKNOWN;
    return Object.fromEntries(
      (found.node.body.body as Node[])
        .filter((part) => part.value && part.key?.name)
        .map((part) => [part.key.name, this.evaluate(part.value, found.module, undefined)]),
    );
  }

  private classOf(name: string, module: Module): { node: Node; module: Module } | undefined {
    const binding = module.top.names.get(name);
    if (binding?.kind === "class") return { node: binding.node, module };
    const source = binding?.kind === "import" ? this.program.resolve(module.path, binding.source) : undefined;
    return binding?.kind === "import" && source ? this.classOf(binding.name, source) : undefined;
  }

  private called(node: Node, module: Module, frame: Frame): unknown {
    const { callee } = node;
    // Each argument is looked at only when it is used: what a statement is made of is little of a program.
    const known = new Map<number, unknown>();
    const argument = (index: number) => {
      if (!known.has(index))
        known.set(index, this.evaluate(node.arguments[index] ?? UNDEFINED, module, frame));
      return known.get(index);
    };
    if (callee.type === "MemberExpression" && !callee.computed) {
      const method = callee.property.name;
      if (callee.object.name === "Object") return ofObject(method, argument(0));
      if (method === "push") return UNKNOWN;
      const receiver = this.evaluate(callee.object, module, frame);
      // One element stands for all of a list that only a running program fills.
      const isFilledLater = receiver === UNKNOWN || (Array.isArray(receiver) && receiver.length === 0);
      if (isFilledLater && /^(?:map|flatMap)$/.test(method) && isClosure(argument(0)))
        return this.method([UNKNOWN], method, [argument(0)]);
      const isPlain = Array.isArray(receiver) || typeof receiver === "string" || receiver instanceof Set;
      if (isPlain) return this.method(receiver, method, this.array(node.arguments, module, frame));
    }
    if (callee.name === "String") return argument(0) === UNKNOWN ? UNKNOWN : String(argument(0));
    const target = this.evaluate(callee, module, frame);
    return isClosure(target) ? this.apply(target, argument) : UNKNOWN;
  }

  private method(receiver: object | string, method: string, args: unknown[]): unknown {
    if (args.includes(UNKNOWN)) return UNKNOWN;
    const callable = args.map((arg) =>
      isClosure(arg) ? (...given: unknown[]) => this.apply(arg, (index) => given[index]) : arg,
    );
    const run = own(receiver, method);
    return typeof run === "function" ? run.apply(receiver, callable) : UNKNOWN;
  }

  private apply({ fn, module, frame: outer }: Closure, argument: (index: number) => unknown): unknown {
    const frame: Frame = { fn, argument, outer };
    if (fn.body.type !== "BlockStatement") return this.evaluate(fn.body, module, frame);
    return this.evaluate(this.returned(fn.body.body, module, frame), module, frame);
  }

  /** What a function returns, as far as its conditions are known. */
  private returned(statements: readonly Node[], module: Module, frame: Frame): Node | undefined {
    for (const statement of statements) {
      const isIf = statement.type === "IfStatement";
      const way = isIf && this.isTrue(statement, this.evaluate(statement.test, module, frame));
      if (statement.type === "ReturnStatement") return statement.argument ?? UNDEFINED;
      const within = isIf
        ? [way ? statement.consequent : statement.alternate]
        : this.partsOf(statement, module, frame);
      const found = this.returned(within.filter(Boolean), module, frame);
      if (found) return found;
    }
    return undefined;
  }

  private partsOf(statement: Node, module: Module, frame: Frame): readonly Node[] {
    if (statement.type === "BlockStatement") return statement.body;
    if (statement.type === "TryStatement") return [statement.block];
    if (statement.type !== "SwitchStatement") return [];
    const asked = this.evaluate(statement.discriminant, module, frame);
    const cases = statement.cases as Node[];
    const known = cases.findIndex(({ test }) => !test || this.evaluate(test, module, frame) === asked);
    const at = asked === UNKNOWN ? this.choose(statement, cases.length) : known;
    return cases.slice(Math.max(0, at)).flatMap(({ consequent }) => consequent);
  }
}

const UNDEFINED: Node = { type: "Identifier", name: "undefined", start: 0 };

const isClosure = (value: unknown): value is Closure =>
  typeof value === "object" && value !== null && "fn" in value && "module" in value;
