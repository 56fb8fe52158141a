"use client";

import type { ReactNode } from "react";
import { DataTable, sortHrefFor } from "@/components/data-table";
import { companyPath } from "@/lib/text/company-path";
import { connectionColumns } from "../columns";
import type { ConnectionListRow } from "../connection-list-row";

interface ConnectionsTableProps {
  rows: readonly ConnectionListRow[];
  sort: { columnId: string; direction: "asc" | "desc" };
  /** This list's address, from which the other orders' are made. */
  href: string;
  empty: ReactNode;
  footer?: ReactNode;
}

export function ConnectionsTable({ rows, sort, href, empty, footer }: ConnectionsTableProps) {
  const [pathname = "", search = ""] = href.split("?", 2);
  return (
    <DataTable
      columns={connectionColumns}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => companyPath(row.companyId, { provider: row.connectionType })}
      caption="Connections"
      sort={sort}
      sortHref={sortHrefFor({ pathname, search })}
      empty={empty}
      footer={footer}
    />
  );
}
