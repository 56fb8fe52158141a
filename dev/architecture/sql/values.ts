/** What only a running program knows; in a text it leaves a hole. */
export const UNKNOWN = {
  toString: () => HOLE,
};
export const HOLE = "\0";

// biome-ignore lint/suspicious/noExplicitAny: the members of what a program computes have no type here
export const own = (value: unknown, key: string | number): any =>
  (value as Record<string | number, unknown>)[key];

export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && value !== UNKNOWN ? Object.entries(value) : [];
}

/** `Object.fromEntries` and its like. */
export function ofObject(method: string, value: unknown): unknown {
  if (value === UNKNOWN || typeof value !== "object" || value === null) return UNKNOWN;
  if (method === "fromEntries") return Object.fromEntries(value as Iterable<[string, unknown]>);
  if (method === "keys" || method === "values" || method === "entries") return Object[method](value);
  return UNKNOWN;
}

export function binary(operator: string, left: unknown, right: unknown): unknown {
  if (operator === "+" && (typeof left === "string" || typeof right === "string")) return `${left}${right}`;
  if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
  if (operator === "in") return typeof right === "object" && right !== null && String(left) in right;
  if (operator === "===") return left === right;
  if (operator === "!==") return left !== right;
  const [a, b] = [left as number, right as number];
  const results: Record<string, unknown> = {
    "+": a + b,
    "-": a - b,
    "*": a * b,
    "/": a / b,
    ">": a > b,
    "<": a < b,
  };
  return operator in results ? results[operator] : UNKNOWN;
}
