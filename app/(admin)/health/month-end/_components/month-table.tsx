"use client";

import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { companyPath } from "@/lib/text/company-path";
import { NONE_IN_MONTH, NONE_IN_MONTH_MORE } from "../../words";
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
      empty={<EmptyState title={NONE_IN_MONTH}>{NONE_IN_MONTH_MORE}</EmptyState>}
    />
  );
}
