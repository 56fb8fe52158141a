"use client";

import type { ReactNode } from "react";
import { DataTable } from "@/components/data-table";
import { companyPath } from "@/lib/text/company-path";
import { onDateColumns } from "../on-date-columns";
import type { OnDateRow } from "../on-date-row";

interface OnDateTableProps {
  rows: readonly OnDateRow[];
  caption: string;
  empty: ReactNode;
  footer?: ReactNode;
}

export function OnDateTable({ rows, caption, empty, footer }: OnDateTableProps) {
  return (
    <DataTable
      columns={onDateColumns}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => companyPath(row.companyId, { tab: "timeline", provider: row.connectionType })}
      caption={caption}
      empty={empty}
      footer={footer}
    />
  );
}
