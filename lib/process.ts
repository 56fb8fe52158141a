import { CountersignError } from "./errors";

/** On globalThis, because Next bundles instrumentation, proxy and routes apart: module state is not shared. */
const SLOT = Symbol.for("countersign.process");
const slot = globalThis as { [SLOT]?: Map<string, unknown> };
slot[SLOT] ??= new Map();
const parts = slot[SLOT];

/** One thing that `boot` composes and the rest of the process uses. */
interface Part<T> {
  /** @throws {CountersignError} `misconfigured`: this process has not composed it. */
  get: () => T;
  /** Undefined where this process has not composed it. */
  find: () => T | undefined;
  install: (part: T) => T;
}

/** A place for one thing in this process's registry. */
export function processPart<T>(name: string): Part<T> {
  const find = () => parts.get(name) as T | undefined;
  return {
    find,
    get: () => {
      const part = find();
      if (part !== undefined) return part;
      throw new CountersignError(
        "misconfigured",
        `"${name}" was used before this process was booted (lib/boot).`,
      );
    },
    install: (part) => {
      parts.set(name, part);
      return part;
    },
  };
}

/** One value a process that needs no configuration: whoever is first makes it. */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const { find, install } = processPart<T>(name);
  return find() ?? install(make());
}

type Verbs<Deps> = Readonly<Record<string, (deps: Deps, ...request: never[]) => unknown>>;

/** A room's verbs without their first parameter. */
type Bound<V> = {
  readonly [Name in keyof V]: V[Name] extends (deps: never, ...request: infer Request) => infer Answer
    ? (...request: Request) => Answer
    : never;
};

/** A room's contract: its verbs, each handed what the room works with. */
export function bindVerbs<Deps, V extends Verbs<Deps>>(deps: Deps, verbs: V): Bound<V> {
  const bound = Object.entries(verbs).map(([name, verb]) => [
    name,
    (...request: never[]) => verb(deps, ...request),
  ]);
  return Object.fromEntries(bound) as Bound<V>;
}
