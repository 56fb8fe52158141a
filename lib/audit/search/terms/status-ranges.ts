/** Statuses from one to another, both included. */
export interface StatusRange {
  from: number;
  to: number;
}

const LAST = 999;
const MAX_TERMS = 10;
const TERM = /^(?:([1-5])xx|([1-5]\d\d)|(>=|<=|>|<)([1-5]\d\d))$/;

/**
 * `503`, `5xx`, `>=400` and several with commas between, as ranges. 0, which stands for no answer, is in none.
 *
 * @returns Undefined where a text is none of these.
 */
export function statusRanges(text: string): StatusRange[] | undefined {
  const ranges = text.toLowerCase().split(",").map(rangeOf);
  return ranges.length <= MAX_TERMS && ranges.every((range) => range !== undefined) ? ranges : undefined;
}

function rangeOf(term: string): StatusRange | undefined {
  const [, ofClass, code, operator, bound] = TERM.exec(term) ?? [];
  if (ofClass) return { from: Number(ofClass) * 100, to: Number(ofClass) * 100 + 99 };
  if (code) return { from: Number(code), to: Number(code) };
  if (!bound) return undefined;
  const limit = Number(bound);
  if (operator === ">=") return { from: limit, to: LAST };
  if (operator === ">") return { from: limit + 1, to: LAST };
  return { from: 100, to: operator === "<=" ? limit : limit - 1 };
}

/** Whether ranges hold all statuses of a class (4 for 4xx), some of them, or none. */
export function coverageOf(ranges: readonly StatusRange[], statusClass: number): "all" | "some" | "none" {
  const [first, last] = [statusClass * 100, statusClass * 100 + 99];
  if (ranges.some(({ from, to }) => from <= first && to >= last)) return "all";
  return ranges.some(({ from, to }) => from <= last && to >= first) ? "some" : "none";
}
