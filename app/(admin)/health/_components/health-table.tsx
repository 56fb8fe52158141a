"use client";

import type { ReactNode } from "react";
import { DataTable } from "@/components/data-table";
import { companyPath } from "@/lib/text/company-path";
import { healthColumns } from "../columns";
import type { HealthListRow } from "../health-list-row";

interface HealthTableProps {
  rows: readonly HealthListRow[];
  empty: ReactNode;
  footer?: ReactNode;
}

export function HealthTable({ rows, empty, footer }: HealthTableProps) {
  return (
    <DataTable
      columns={healthColumns}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => companyPath(row.companyId, { tab: "timeline", provider: row.connectionType })}
      caption="Connections, worst first"
      empty={empty}
      footer={footer}
    />
  );
}
