import type { RowData, Row as TableRow } from "@tanstack/react-table";
import { type ReactNode, useId } from "react";
import { BodyRow } from "./body-row";
import type { DataTableFeatures } from "./features";
import type { RowSelection } from "./row-box";
import { ROLE } from "./table-roles";

/** Rows that stand together under a head of their own. */
export interface RowGroups<Row extends RowData> {
  /** The group of a row; the server's order keeps its rows together. */
  of: (row: Row) => string;
  head: (group: string) => ReactNode;
}

interface TableBodyProps<Row extends RowData> {
  rows: readonly TableRow<DataTableFeatures, Row>[];
  columns: number;
  groups?: RowGroups<Row>;
  selection?: RowSelection<Row> | undefined;
  rowHref?: (row: Row) => string | undefined;
  describedBy?: (row: Row) => string | undefined;
}

/** The rows, each group in a body of its own that its head names. */
export function TableBody<Row extends RowData>(props: TableBodyProps<Row>) {
  const { rows, columns, groups, selection, rowHref, describedBy } = props;
  const id = useId();
  const drawn = (some: readonly TableRow<DataTableFeatures, Row>[]) =>
    some.map((row) => (
      <BodyRow
        key={row.id}
        row={row}
        selection={selection}
        href={rowHref?.(row.original)}
        describedBy={describedBy?.(row.original)}
      />
    ));
  if (!groups) {
    return (
      <tbody {...ROLE.rowGroup} className="max-sm:block">
        {drawn(rows)}
      </tbody>
    );
  }
  return together(rows, ({ original }) => groups.of(original)).map(([group, members]) => (
    <tbody
      key={group}
      {...ROLE.rowGroup}
      aria-labelledby={`${id}-${group}`}
      className="border-border not-first-of-type:border-t max-sm:block"
    >
      <tr {...ROLE.row} className="data-group-head">
        <td {...ROLE.cell} colSpan={columns} id={`${id}-${group}`}>
          {groups.head(group)}
        </td>
      </tr>
      {drawn(members)}
    </tbody>
  ));
}

function together<Item>(items: readonly Item[], groupOf: (item: Item) => string): [string, Item[]][] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const group = groupOf(item);
    const members = found.get(group);
    if (members) members.push(item);
    else found.set(group, [item]);
  }
  return [...found];
}
