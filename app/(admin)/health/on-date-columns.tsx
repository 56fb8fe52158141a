"use client";

import { dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import { StatusBadge } from "@/components/ui/status-badge";
import type { OnDateRow } from "./on-date-row";
import { WAS_IT_CONNECTED, WORST_OF_DAY } from "./words";

const column = dataTableColumns<OnDateRow>();

export const onDateColumns = column.columns([
  column.accessor("companyName", {
    id: "company",
    header: "Company",
    meta: { className: "sm:min-w-36" },
    cell: ({ row }) => <Name>{row.original.companyName}</Name>,
  }),
  column.accessor("worst", {
    id: "worst",
    header: WORST_OF_DAY,
    meta: { label: "Worst" },
    cell: ({ row: { original } }) =>
      original.worst === "unknown" ? (
        <span className="text-muted">No record</span>
      ) : (
        <StatusBadge status={original.worst} />
      ),
  }),
  column.accessor("answer", {
    id: "answer",
    header: WAS_IT_CONNECTED,
    meta: { className: "sm:min-w-72" },
    cell: ({ row: { original } }) => <span className="block max-w-[70ch] py-1">{original.answer}</span>,
  }),
  column.accessor("providerName", {
    id: "provider",
    header: "Provider",
    cell: ({ row: { original } }) => (
      <>
        {original.providerName}
        <span className="block text-xs text-muted">
          <Name>{original.tenantName}</Name>
        </span>
      </>
    ),
  }),
]);
