import type { Row } from "./results";

const HEADINGS = ["name", "value", "unit", "against", "ratio", "goal", "met"];
const RIGHT_ALIGNED = new Set([1, 4]);

/** Rows as an aligned table, headings first; numbers to three significant digits. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const ruled = [cells[0] ?? [], widths.map((width) => "-".repeat(width)), ...cells.slice(1)];
  return ruled
    .map((line) =>
      line
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return RIGHT_ALIGNED.has(column) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellsOf({ name, value, unit, against, ratio, goal, met }: Row): string[] {
  const compared = against ? `${against.name} ${formatNumber(against.value)}` : "";
  const reached = met === null ? "" : met ? "yes" : "NO";
  return [
    name,
    formatNumber(value),
    unit,
    compared,
    ratio === null ? "" : `${formatNumber(ratio)}×`,
    goal ?? "",
    reached,
  ];
}

function formatNumber(value: number): string {
  const wholeEnough = Number.isInteger(value) || Math.abs(value) >= 1000;
  const options = wholeEnough ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return value.toLocaleString("en-US", options);
}
