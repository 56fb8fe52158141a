export { DataTable } from "./data-table";
export { dataTableColumns } from "./features";
export { selectionIn } from "./row-box";
export { useTicked } from "./selection";
export { sortHrefFor } from "./sort-href";
