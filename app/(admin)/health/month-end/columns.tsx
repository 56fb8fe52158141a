"use client";

import { dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import { StatusBadge } from "@/components/ui/status-badge";
import { AT_MONTH_END } from "../words";
import type { MonthRow } from "./month-row";

const column = dataTableColumns<MonthRow>();

export const monthColumns = column.columns([
  column.accessor("companyName", {
    id: "company",
    header: "Company",
    cell: ({ row: { original } }) => (
      <>
        <Name>{original.companyName}</Name>
        <span className="block text-xs text-muted">
          <Name>{original.source}</Name>
        </span>
      </>
    ),
  }),
  column.accessor("coverage", {
    id: "coverage",
    header: "Data readable",
    meta: { align: "end" },
  }),
  column.accessor("daysInterrupted", {
    id: "days",
    header: "Days interrupted",
    meta: { align: "end" },
  }),
  column.accessor("blame", {
    id: "blame",
    header: "Interrupted by",
    cell: ({ row }) => row.original.blame || <span className="text-muted">–</span>,
  }),
  column.accessor("statusAtEnd", {
    id: "status",
    header: AT_MONTH_END,
    cell: ({ row: { original } }) =>
      original.statusAtEnd === "unknown" ? (
        <span className="text-muted">No record</span>
      ) : (
        <StatusBadge status={original.statusAtEnd} />
      ),
  }),
]);
