export { DataTable } from "./data-table";
export { dataTableColumns } from "./features";
export { type Sort, type SortDirection, sortHrefFor } from "./sort-href";
