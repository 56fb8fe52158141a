/** `value <= 2` or `ratio >= 10`: what a measurement must reach, in words that print as they are. */
export type Goal = `${"value" | "ratio"} ${"<=" | ">="} ${number}`;

/** What a suite reports: one number, what it is compared with, and what it must reach. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The other side of the comparison, measured in the same run and unit. */
  readonly against?: { readonly name: string; readonly value: number };
  readonly goal?: Goal;
}

/** A row of bench/results.json. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: { readonly name: string; readonly value: number } | null;
  /** `value` divided by the value of `against`. */
  readonly ratio: number | null;
  readonly goal: Goal | null;
  /** Null when there is no goal. */
  readonly met: boolean | null;
}

/** @throws {Error} A number is not finite, or the goal needs a ratio that there is not. */
export function evaluate(measurement: Measurement): Row {
  const { name, value, unit, against = null, goal = null } = measurement;
  for (const number of [value, against?.value ?? 0]) {
    if (!Number.isFinite(number)) throw new Error(`Measurement "${name}" is ${number}, which is no result`);
  }
  const ratio = against && against.value !== 0 ? value / against.value : null;
  return {
    name,
    value,
    unit,
    against,
    ratio,
    goal,
    met: goal === null ? null : reaches(name, goal, value, ratio),
  };
}

function reaches(name: string, goal: Goal, value: number, ratio: number | null): boolean {
  const [subject, operator, limitText] = goal.split(" ");
  const measured = subject === "ratio" ? ratio : value;
  const limit = Number(limitText);
  if (measured === null)
    throw new Error(`Measurement "${name}" has the goal "${goal}" but nothing to compare with`);
  return operator === "<=" ? measured <= limit : measured >= limit;
}
