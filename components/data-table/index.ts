export { DataTable } from "./data-table";
export { dataTableColumns } from "./features";
export { type RowSelection, useTicked } from "./selection";
export { sortHrefFor } from "./sort-href";
