import { createColumnHelper, type RowData, tableFeatures } from "@tanstack/react-table";

interface DataTableColumnMeta {
  /** The server has no order by it. */
  unsorted?: boolean;
  /** Its first order begins with the greatest. */
  descFirst?: boolean;
  /** Numbers and actions stand at the end. */
  align?: "start" | "end";
  /** What the cell is called on its card and to screen readers, where the header is no plain string. */
  label?: string;
  /** Leaves the header and the card's label to screen readers: for columns of buttons. */
  hideLabel?: boolean;
  /** Where the cell stands on the small cards of a list. */
  card?: "title" | "action" | "status" | "picture" | "fact" | "none";
  /** Tailwind classes for the header and its cells, such as a width. */
  className?: string;
}

export const dataTableFeatures = tableFeatures({
  columnMeta: {} as DataTableColumnMeta,
});

export type DataTableFeatures = typeof dataTableFeatures;

/**
 * The column helper every table's `columns.tsx` starts from.
 * The server sorts by each accessor that isn't `unsorted`; its `id` is what the URL carries.
 */
export function dataTableColumns<Row extends RowData>() {
  return createColumnHelper<DataTableFeatures, Row>();
}
