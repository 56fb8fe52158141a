"use client";

import type { ReactNode } from "react";
import { DataTable } from "@/components/data-table";
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
      rowHref={(row) => `/health/${row.id}`}
      caption={caption}
      empty={empty}
      footer={footer}
    />
  );
}
