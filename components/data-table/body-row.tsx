import type { Cell, RowData, Row as TableRow } from "@tanstack/react-table";
import { FlexRender } from "@tanstack/react-table";
import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import type { DataTableFeatures } from "./features";
import { ROLE } from "./table-roles";

export type Density = "compact" | "comfortable";

interface BodyRowProps<Row extends RowData> {
  row: TableRow<DataTableFeatures, Row>;
  href?: string;
  density: Density;
  /** The cell that selects the row. */
  checkbox?: ReactNode;
}

/** One row; its first cell is its header and holds the link that the whole row reacts to. */
export function BodyRow<Row extends RowData>({ row, href, density, checkbox }: BodyRowProps<Row>) {
  const [first, ...rest] = row.getAllCells();
  return (
    <tr
      {...ROLE.row}
      className={clsx(
        "data-row relative border-border not-first:border-t",
        href && "hover:bg-hover",
        row.getIsSelected() && "bg-bg",
        density === "compact" ? "sm:h-9" : "sm:h-11",
      )}
    >
      {checkbox}
      {first && (
        <th
          {...ROLE.rowHeader}
          className={clsx("data-cell text-left font-medium", first.column.columnDef.meta?.className)}
        >
          {href ? (
            <Link href={href} prefetch={false} className="row-link rounded-sm">
              <FlexRender cell={first} />
            </Link>
          ) : (
            <FlexRender cell={first} />
          )}
        </th>
      )}
      {rest.map((cell) => (
        <BodyCell key={cell.id} cell={cell} />
      ))}
    </tr>
  );
}

function BodyCell<Row extends RowData>({ cell }: { cell: Cell<DataTableFeatures, Row, unknown> }) {
  const { header, meta } = cell.column.columnDef;
  const label = meta?.label ?? (typeof header === "string" ? header : cell.column.id);
  return (
    <td
      {...ROLE.cell}
      data-label={meta?.hideLabel ? undefined : label}
      className={clsx("data-cell", meta?.align === "end" && "sm:text-right", meta?.className)}
    >
      {/* One child, so that a card's label and value are exactly two columns. */}
      <div className="min-w-0">
        <FlexRender cell={cell} />
      </div>
    </td>
  );
}
