export { DataTable } from "./data-table";
export { dataTableColumns } from "./features";
export { sortHrefFor } from "./sort-href";
