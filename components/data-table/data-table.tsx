"use client";

import { type RowData, type TableOptions, useTable } from "@tanstack/react-table";
import clsx from "clsx";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useMemo, useTransition } from "react";
import { BodyRow, type Density } from "./body-row";
import { type DataTableFeatures, dataTableFeatures } from "./features";
import { HeaderCell } from "./header-cell";
import type { Sort, SortDirection } from "./sort-href";
import { ROLE } from "./table-roles";

interface DataTableProps<Row extends RowData> {
  /** From `dataTableColumns<Row>()`, at module scope. */
  columns: TableOptions<DataTableFeatures, Row>["columns"];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Names the table to screen readers. */
  caption: string;
  rowHref?: (row: Row) => string;
  sort?: Sort;
  sortHref?: (columnId: string, direction: SortDirection) => string;
  density?: Density;
  /** The rows shown are about to be replaced; they stay. */
  busy?: boolean;
  /** In place of the table when there are no rows. */
  empty: ReactNode;
  footer?: ReactNode;
}

/** A table sorted, filtered and paged by the server. It knows no entity. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, caption, rowHref, sort, sortHref, density = "comfortable" } = props;
  const router = useRouter();
  const [following, startTransition] = useTransition();
  const columnId = sort?.columnId;
  const desc = sort?.direction === "desc";
  const sorting = useMemo(() => (columnId ? [{ id: columnId, desc }] : []), [columnId, desc]);
  const table = useTable<DataTableFeatures, Row>({
    features: dataTableFeatures,
    columns,
    data: rows,
    getRowId: rowId,
    manualSorting: true,
    enableSortingRemoval: false,
    sortDescFirst: false,
    state: { sorting },
  });

  /** Keeps the rows on screen while the next order loads; a modified click stays the browser's. */
  function followSort(event: MouseEvent<HTMLAnchorElement>) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { pathname, search } = event.currentTarget;
    startTransition(() => router.push(pathname + search, { scroll: false }));
  }

  if (rows.length === 0) {
    return <div className="rounded-lg border border-border bg-surface">{props.empty}</div>;
  }
  const busy = props.busy || following;
  return (
    <div className="overflow-hidden rounded-lg border border-border bg-surface print:overflow-visible">
      <div className="overflow-x-auto print:overflow-visible">
        <table
          {...ROLE.table}
          aria-busy={busy || undefined}
          className={clsx(
            "data-table w-full border-collapse text-sm transition-opacity max-sm:block",
            busy && "opacity-60",
          )}
        >
          <caption className="sr-only">{caption}</caption>
          <thead {...ROLE.rowGroup} className="border-b border-border bg-bg max-sm:block">
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} {...ROLE.row} className="max-sm:flex max-sm:flex-wrap max-sm:items-center">
                {group.headers.map((header) => (
                  <HeaderCell key={header.id} header={header} sortHref={sortHref} onFollow={followSort} />
                ))}
              </tr>
            ))}
          </thead>
          <tbody {...ROLE.rowGroup} className="max-sm:block">
            {table.getRowModel().rows.map((row) => (
              <BodyRow key={row.id} row={row} href={rowHref?.(row.original)} density={density} />
            ))}
          </tbody>
        </table>
      </div>
      {props.footer && <div className="border-t border-border px-4 py-2.5 sm:px-5">{props.footer}</div>}
    </div>
  );
}
