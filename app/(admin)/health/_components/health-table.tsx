"use client";

import type { ReactNode } from "react";
import { DataTable, sortHrefFor } from "@/components/data-table";
import { companyPath } from "@/lib/text/company-path";
import { sentenceId } from "../../_lists/status-cell";
import { healthColumns } from "../columns";
import type { HealthListRow } from "../health-list-row";
import { HEALTH_CAPTION } from "../words";

interface HealthTableProps {
  /** Columns that are left out. */
  hidden: readonly string[];
  rows: readonly HealthListRow[];
  sort: { columnId: string; direction: "asc" | "desc" };
  /** This list's address, from which the other orders' are made. */
  href: string;
  empty: ReactNode;
  footer?: ReactNode;
}

export function HealthTable({ hidden, rows, sort, href, empty, footer }: HealthTableProps) {
  const [pathname = "", search = ""] = href.split("?", 2);
  return (
    <DataTable
      columns={healthColumns}
      hidden={hidden}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => companyPath(row.companyId, { tab: "timeline", provider: row.connectionType })}
      rowDescribedBy={({ id, nextStep }) => (nextStep ? sentenceId(id) : undefined)}
      caption={HEALTH_CAPTION}
      sort={sort}
      sortHref={sortHrefFor({ pathname, search })}
      asList
      empty={empty}
      footer={footer}
    />
  );
}
