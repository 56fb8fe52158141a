export { DataTable } from "./data-table";
export { dataTableColumns } from "./features";
export { useTicked } from "./selection";
export { sortHrefFor } from "./sort-href";
