"use client";

import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { companyPath } from "@/lib/text/company-path";
import { monthColumns } from "../columns";
import type { MonthRow } from "../month-row";

export function MonthTable({ rows, caption }: { rows: readonly MonthRow[]; caption: string }) {
  return (
    <DataTable
      columns={monthColumns}
      rows={rows}
      rowId={({ id }) => id}
      rowHref={({ companyId }) => companyPath(companyId, { tab: "timeline" })}
      caption={caption}
      empty={<EmptyState title="Nothing was connected in this month">Choose another month above.</EmptyState>}
    />
  );
}
