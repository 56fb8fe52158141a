"use client";

import { dataTableColumns } from "@/components/data-table";
import { DayBars } from "@/components/ui/day-bars";
import { Name } from "@/components/ui/name";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { DeadlineCell } from "../_components/deadline-cell";
import type { HealthListRow } from "./health-list-row";

const column = dataTableColumns<HealthListRow>();

export const healthColumns = column.columns([
  column.accessor("companyName", {
    id: "company",
    header: "Company",
    meta: { className: "sm:min-w-36" },
    cell: ({ row: { original } }) => (
      <>
        <Name>{original.companyName}</Name>
        <span className="block text-xs font-normal text-muted">
          <Name>{`${original.providerName}, ${original.tenantName}`}</Name>
        </span>
      </>
    ),
  }),
  column.accessor("status", {
    id: "status",
    header: "Status",
    meta: { className: "sm:min-w-52" },
    cell: ({ row: { original } }) => (
      <div className="py-1">
        <StatusBadge status={original.status} />
        {original.since && original.status !== "expiring_soon" && (
          <p className="mt-0.5 text-xs text-muted">
            since <Time at={original.since} />
          </p>
        )}
        {original.nextStep && <p className="mt-1 max-w-[44ch] text-xs text-muted">{original.nextStep}</p>}
      </div>
    ),
  }),
  column.accessor("bars", {
    id: "days",
    header: "Last 90 days",
    meta: { className: "max-sm:items-start! sm:min-w-60 sm:w-80 print:w-44" },
    cell: ({ row: { original } }) => <DayBars {...original.bars} className="py-1" />,
  }),
  column.accessor("blame", {
    id: "blame",
    header: "Whose fault",
    cell: ({ row: { original } }) =>
      original.blame.length > 0 ? (
        <ul className="text-xs">
          {original.blame.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : (
        <None />
      ),
  }),
  column.accessor("freshness", {
    id: "freshness",
    header: "Last read",
    meta: { label: "Last read" },
    cell: ({
      row: {
        original: { freshness },
      },
    }) =>
      freshness ? (
        <>
          <RelativeTime at={freshness.at} />
          <span className="block text-xs text-muted">
            {freshness.sign === "answer" ? "good answer" : "token handed out"}
          </span>
        </>
      ) : (
        <span className="text-muted">Never</span>
      ),
  }),
  column.accessor("deadline", {
    id: "deadline",
    header: "Reconnect by",
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
