import { expect, test } from "vitest";
import { evaluate, type Goal } from "./results";
import { formatTable } from "./table";

const measured = (value: number, goal?: Goal, against?: number) =>
  evaluate({
    name: "vend",
    value,
    unit: "ms",
    ...(goal && { goal }),
    ...(against !== undefined && { against: { name: "row lock", value: against } }),
  });

test.each<[number, Goal, number | undefined, boolean]>([
  [2, "value <= 2", undefined, true],
  [2.1, "value <= 2", undefined, false],
  [100, "value >= 101", undefined, false],
  [30, "ratio >= 3", 10, true],
  [29, "ratio >= 3", 10, false],
  [5, "ratio <= 0.5", 10, true],
])("evaluate: %d with the goal %s against %s is met: %s", (value, goal, against, met) => {
  expect(measured(value, goal, against).met).toBe(met);
});

test("evaluate leaves ratio, goal and met empty when there is nothing to compare or reach", () => {
  expect(measured(7)).toEqual({
    name: "vend",
    value: 7,
    unit: "ms",
    against: null,
    ratio: null,
    goal: null,
    met: null,
  });
});

test("evaluate refuses what is no result, and a ratio against nothing", () => {
  expect(() => measured(Number.NaN)).toThrow('Measurement "vend" is NaN');
  expect(() => measured(1, "value <= 2", Number.POSITIVE_INFINITY)).toThrow("Infinity");
  expect(() => measured(1, "ratio <= 2")).toThrow("nothing to compare with");
  expect(() => measured(1, "ratio <= 2", 0)).toThrow("nothing to compare with");
});

test("formatTable aligns columns, keeps three significant digits and shouts a missed goal", () => {
  const rows = [measured(0.123456, "ratio <= 0.5", 2), measured(12345.6, "value <= 2")];
  expect(formatTable(rows)).toBe(
    [
      "name   value  unit  against       ratio  goal          met",
      "----  ------  ----  ----------  -------  ------------  ---",
      "vend   0.123  ms    row lock 2  0.0617×  ratio <= 0.5  yes",
      "vend  12,346  ms                         value <= 2    NO",
    ].join("\n"),
  );
});
