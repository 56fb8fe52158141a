import { createColumnHelper, type RowData, rowSortingFeature, tableFeatures } from "@tanstack/react-table";

interface DataTableColumnMeta {
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
  rowSortingFeature,
  columnMeta: {} as DataTableColumnMeta,
});

export type DataTableFeatures = typeof dataTableFeatures;

/**
 * The column helper every table's `columns.tsx` starts from.
 * A column sorts on the server unless it says `enableSorting: false`; its `id` is what the URL carries.
 */
export function dataTableColumns<Row extends RowData>() {
  return createColumnHelper<DataTableFeatures, Row>();
}
