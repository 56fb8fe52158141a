/**
 * Said aloud because the narrow layout turns rows into blocks, and some browsers drop
 * a table's meaning along with its display.
 */
export const ROLE = {
  table: { role: "table" },
  rowGroup: { role: "rowgroup" },
  row: { role: "row" },
  columnHeader: { role: "columnheader", scope: "col" },
  rowHeader: { role: "rowheader", scope: "row" },
  cell: { role: "cell" },
} as const;
