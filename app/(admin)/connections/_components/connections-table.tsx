"use client";

import type { ReactNode } from "react";
import { DataTable, selectionIn, sortHrefFor } from "@/components/data-table";
import { companyPath } from "@/lib/text/company-path";
import { sentenceId } from "../../_lists/status-cell";
import { type GroupCounts, statusGroups } from "../../_lists/status-groups";
import { connectionColumns } from "../columns";
import type { ConnectionListRow } from "../connection-list-row";
import { SELECTION_FORM } from "../selection-form";

interface ConnectionsTableProps {
  /** Columns that are left out. */
  hidden: readonly string[];
  rows: readonly ConnectionListRow[];
  sort: { columnId: string; direction: "asc" | "desc" };
  /** This list's address, from which the other orders' are made. */
  href: string;
  /** How many rows of each status all pages have; given where rows are grouped by it. */
  groupCounts?: GroupCounts | undefined;
  /** Whether rows can be selected, or all are. */
  selectable: boolean | "all";
  empty: ReactNode;
  footer?: ReactNode;
}

export function ConnectionsTable(props: ConnectionsTableProps) {
  const { hidden, rows, sort, href, groupCounts, selectable, empty, footer } = props;
  const [pathname = "", search = ""] = href.split("?", 2);
  return (
    <DataTable
      columns={connectionColumns}
      hidden={hidden}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => companyPath(row.companyId, { provider: row.connectionType })}
      rowDescribedBy={({ id, explanation }) => (explanation ? sentenceId(id) : undefined)}
      groups={groupCounts && statusGroups(groupCounts)}
      selection={
        selectable
          ? selectionIn({ form: SELECTION_FORM, label: labelOf, all: selectable === "all" })
          : undefined
      }
      asList
      caption="Connections"
      sort={sort}
      sortHref={sortHrefFor({ pathname, search })}
      empty={empty}
      footer={footer}
    />
  );
}

const labelOf = ({ companyName, below }: ConnectionListRow) => `${companyName}, ${below}`;
