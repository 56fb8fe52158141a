"use client";

import { type RowData, type TableOptions, useTable } from "@tanstack/react-table";
import clsx from "clsx";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useMemo, useTransition } from "react";
import { type DataTableFeatures, dataTableFeatures } from "./features";
import { HeaderCell } from "./header-cell";
import type { RowSelection } from "./row-box";
import type { Sort, SortDirection } from "./sort-href";
import { type RowGroups, TableBody } from "./table-body";
import { ROLE } from "./table-roles";

interface DataTableProps<Row extends RowData> {
  /** From `dataTableColumns<Row>()`, at module scope. */
  columns: TableOptions<DataTableFeatures, Row>["columns"];
  /** Ids of columns that are left out. */
  hidden?: readonly string[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Names the table to screen readers. */
  caption: string;
  /** Undefined for a row that leads nowhere. */
  rowHref?: (row: Row) => string | undefined;
  sort?: Sort;
  sortHref?: (columnId: string, direction: SortDirection) => string;
  /** The id of an element in a row that says more of it than its cells. */
  rowDescribedBy?: (row: Row) => string | undefined;
  groups?: RowGroups<Row>;
  /** Gives each row a box. */
  selection?: RowSelection<Row> | undefined;
  /**
   * Rows of two lines, in columns that have their widths and cut text short: the head sticks, and phones get small cards
   * (`meta.card`).
   */
  asList?: boolean;
  /** The rows shown are about to be replaced; they stay. */
  busy?: boolean;
  /** In place of the table when there are no rows. */
  empty: ReactNode;
  footer?: ReactNode;
}

/** A table sorted, filtered and paged by the server. It knows no entity. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { rows, rowId, caption, sort, sortHref, asList = false, selection } = props;
  const router = useRouter();
  const [following, startTransition] = useTransition();
  const left = props.hidden?.join() ?? "";
  const columns = useMemo(
    () => props.columns.filter(({ id }) => id === undefined || !left.split(",").includes(id)),
    [props.columns, left],
  );
  const table = useTable<DataTableFeatures, Row>({
    features: dataTableFeatures,
    columns,
    data: rows,
    getRowId: rowId,
  });

  /** Keeps the rows on screen while the next order loads; a modified click stays the browser's. */
  function followSort(event: MouseEvent<HTMLAnchorElement>) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { pathname, search } = event.currentTarget;
    startTransition(() => router.push(pathname + search, { scroll: false }));
  }

  if (rows.length === 0) {
    return <div className="data-frame rounded-lg border border-border bg-surface">{props.empty}</div>;
  }
  const busy = props.busy || following;
  return (
    <div className="data-frame overflow-clip rounded-lg border border-border bg-surface print:overflow-visible">
      <div
        className={clsx("print:overflow-visible", asList ? "sm:max-lg:overflow-x-auto" : "overflow-x-auto")}
      >
        <table
          {...ROLE.table}
          aria-busy={busy || undefined}
          className={clsx(
            "data-table w-full border-collapse text-sm transition-opacity max-sm:block",
            asList && "data-list",
            busy && "opacity-60",
          )}
        >
          <caption className="sr-only">{caption}</caption>
          <thead
            {...ROLE.rowGroup}
            className={clsx("border-b border-border bg-bg", asList ? "max-sm:hidden" : "max-sm:block")}
          >
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} {...ROLE.row} className="max-sm:flex max-sm:flex-wrap max-sm:items-center">
                {selection?.head}
                {group.headers.map((header) => (
                  <HeaderCell
                    key={header.id}
                    header={header}
                    sort={sort}
                    sortHref={sortHref}
                    onFollow={followSort}
                  />
                ))}
              </tr>
            ))}
          </thead>
          <TableBody
            rows={table.getRowModel().rows}
            columns={table.getAllLeafColumns().length + (selection ? 1 : 0)}
            selection={selection}
            groups={props.groups}
            rowHref={props.rowHref}
            describedBy={props.rowDescribedBy}
          />
        </table>
      </div>
      {props.footer && <div className="border-t border-border px-4 py-2.5 sm:px-5">{props.footer}</div>}
    </div>
  );
}
