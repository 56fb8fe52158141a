import type { Header, RowData } from "@tanstack/react-table";
import { FlexRender } from "@tanstack/react-table";
import clsx from "clsx";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import type { MouseEvent } from "react";
import type { DataTableFeatures } from "./features";
import type { SortDirection } from "./sort-href";
import { ROLE } from "./table-roles";

const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;
const ARROW = { asc: ArrowUp, desc: ArrowDown } as const;

interface HeaderCellProps<Row extends RowData> {
  header: Header<DataTableFeatures, Row, unknown>;
  /** The order of the rows. */
  sort: { columnId: string; direction: SortDirection } | undefined;
  sortHref?: (columnId: string, direction: SortDirection) => string;
  onFollow: (event: MouseEvent<HTMLAnchorElement>) => void;
}

/** A column's heading; a sortable one is a link to the list in the next order. */
export function HeaderCell<Row extends RowData>(props: HeaderCellProps<Row>) {
  const { header, sort, sortHref, onFollow } = props;
  const { column } = header;
  const meta = column.columnDef.meta;
  const sorted = sort?.columnId === column.id && sort.direction;
  const [first, other] = meta?.descFirst ? (["desc", "asc"] as const) : (["asc", "desc"] as const);
  const nextDirection = sorted === first ? other : first;
  const Arrow = sorted ? ARROW[sorted] : ChevronsUpDown;
  const content = header.isPlaceholder ? null : <FlexRender header={header} />;
  return (
    <th
      {...ROLE.columnHeader}
      aria-sort={sorted ? ARIA_SORT[sorted] : undefined}
      className={clsx(
        "h-9 px-3 text-left text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5",
        meta?.align === "end" && "text-right",
        // The hidden label stays inside the table that scrolls, and widens no page.
        meta?.hideLabel && "sm:relative",
        meta?.className,
      )}
    >
      {sortHref && column.accessorFn && !meta?.unsorted ? (
        <a
          href={sortHref(column.id, nextDirection)}
          onClick={onFollow}
          className={clsx(
            "-mx-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:text-text",
            sorted && "text-text",
          )}
        >
          {content}
          <Arrow aria-hidden className={clsx("size-3.5 shrink-0", !sorted && "opacity-60")} />
        </a>
      ) : (
        <span className={clsx(meta?.hideLabel && "sr-only")}>{content}</span>
      )}
    </th>
  );
}
