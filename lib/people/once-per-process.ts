const slots = globalThis as { [key: symbol]: unknown };

/** One value a process, though Next bundles its entry points apart and loads a module more than once. */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const key = Symbol.for(`countersign.${name}`);
  slots[key] ??= make();
  return slots[key] as T;
}
