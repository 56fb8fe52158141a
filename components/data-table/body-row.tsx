import type { Cell, RowData, Row as TableRow } from "@tanstack/react-table";
import { FlexRender } from "@tanstack/react-table";
import clsx from "clsx";
import Link from "next/link";
import type { DataTableFeatures } from "./features";
import { followRowLink } from "./follow-row-link";
import type { RowSelection } from "./row-box";
import { ROLE } from "./table-roles";

interface BodyRowProps<Row extends RowData> {
  row: TableRow<DataTableFeatures, Row>;
  selection?: RowSelection<Row> | undefined;
  href?: string | undefined;
  /** The id of the element that says more of the row than its cells. */
  describedBy?: string;
}

/**
 * One row; its first cell is its header and holds its link. With scripts a click anywhere on the row follows that link,
 * unless it ended the marking of text: no link may lie over the text, or nobody could copy it.
 */
export function BodyRow<Row extends RowData>({ row, selection, href, describedBy }: BodyRowProps<Row>) {
  const [first, ...rest] = row.getAllCells();
  return (
    <tr
      {...ROLE.row}
      onClickCapture={href ? followRowLink : undefined}
      className={clsx(
        "data-row relative border-border not-first:border-t",
        href && "row-linked hover:bg-hover",
      )}
    >
      {selection?.boxOf(row.original, row.id)}
      {first && (
        <th {...ROLE.rowHeader} className={clsx("data-cell text-left font-medium", cellClass(first))}>
          {href ? (
            <Link
              href={href}
              prefetch={false}
              draggable={false}
              aria-describedby={describedBy}
              className="row-link rounded-sm"
            >
              <span className="row-link-text">
                <FlexRender cell={first} />
              </span>
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
      className={clsx("data-cell", meta?.align === "end" && "tabular-nums sm:text-right", cellClass(cell))}
    >
      {/* One child, so that a card's label and value are exactly two columns. */}
      <div className="min-w-0">
        <FlexRender cell={cell} />
      </div>
    </td>
  );
}

function cellClass<Row extends RowData>({ column }: Cell<DataTableFeatures, Row, unknown>) {
  const { meta } = column.columnDef;
  return clsx(meta?.card && `card-${meta.card}`, meta?.className);
}
