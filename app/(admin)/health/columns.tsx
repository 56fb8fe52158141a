"use client";

import { dataTableColumns } from "@/components/data-table";
import { DayBars } from "@/components/ui/day-bars";
import { DeadlineCell } from "../_components/deadline-cell";
import { CompanyCell } from "../_lists/company-cell";
import { LastRead } from "../_lists/last-read";
import { StatusCell } from "../_lists/status-cell";
import type { HealthListRow } from "./health-list-row";
import { DAYS_HEAD } from "./words";

const column = dataTableColumns<HealthListRow>();

/** Ids are what the URL calls the orders of the list. */
export const healthColumns = column.columns([
  column.accessor("companyName", {
    id: "company",
    header: "Company",
    meta: { card: "title" },
    cell: ({ row: { original } }) => <CompanyCell name={original.companyName} below={original.below} />,
  }),
  column.accessor("status", {
    id: "status",
    header: "Status",
    meta: { card: "status", className: "sm:w-46 xl:w-49 2xl:w-64" },
    cell: ({ row: { original } }) => <StatusCell {...original} explanation={original.nextStep} />,
  }),
  column.accessor("bars", {
    id: "days",
    header: DAYS_HEAD,
    meta: {
      unsorted: true,
      card: "picture",
      label: "90 days",
      className: "sm:w-44 xl:w-56 2xl:w-96 print:w-44",
    },
    cell: ({ row: { original } }) => (
      <DayBars
        {...original.bars}
        ending={
          <span className="w-13 shrink-0 text-right text-xs text-muted tabular-nums">
            {original.coverage || <None />}
          </span>
        }
      />
    ),
  }),
  column.accessor("trouble", {
    id: "trouble",
    header: "Trouble",
    meta: { unsorted: true, card: "none", className: "max-xl:hidden sm:w-27 2xl:w-48 print:table-cell" },
    cell: ({ row: { original } }) =>
      original.trouble.length > 0 ? (
        <ul className="text-xs" title={original.trouble.map(({ long }) => long).join("; ")}>
          {original.trouble.map(({ short, long }) => (
            <li key={short} className="truncate">
              <span aria-hidden>{short}</span>
              <span className="sr-only">{long}</span>
            </li>
          ))}
        </ul>
      ) : (
        <None />
      ),
  }),
  column.accessor("freshness", {
    id: "lastRead",
    header: "Last read",
    meta: { card: "fact", className: "sm:w-26 xl:w-27 2xl:w-40" },
    cell: ({ row: { original } }) => <LastRead {...original} />,
  }),
  column.accessor("deadline", {
    id: "deadline",
    header: "Reconnect by",
    meta: { card: "fact", className: "sm:w-35 2xl:w-48" },
    cell: ({ row: { original } }) => <DeadlineCell deadline={original.deadline} />,
  }),
]);

function None() {
  return (
    <span className="text-muted">
      <span aria-hidden>–</span>
      <span className="sr-only">None</span>
    </span>
  );
}
