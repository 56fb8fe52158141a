"use client";

import { dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import type { AuditLine } from "./audit-line";

const column = dataTableColumns<AuditLine>();

export const auditColumns = column.columns([
  column.accessor("timestamp", {
    id: "time",
    header: "When",
    enableSorting: false,
    cell: ({ row }) => <Time at={row.original.timestamp} className="font-normal" />,
  }),
  column.accessor("actorName", {
    id: "actor",
    header: "Who",
    enableSorting: false,
    cell: ({ row }) => <Name>{row.original.actorName}</Name>,
  }),
  column.accessor("operation", {
    id: "operation",
    header: "What",
    enableSorting: false,
    meta: { className: "sm:min-w-52" },
    cell: ({ row: { original } }) => (
      <>
        {original.operation}
        <code className="block font-mono text-xs wrap-anywhere text-muted">
          {original.requestMethod} {original.apiEndpoint}
        </code>
      </>
    ),
  }),
  column.accessor("outcome", {
    id: "outcome",
    header: "Outcome",
    enableSorting: false,
    meta: { className: "sm:min-w-44" },
    cell: ({ row: { original } }) => (
      <>
        <span className={original.outcome === "success" ? undefined : "font-medium text-reconnect"}>
          {original.outcomeWord}
        </span>{" "}
        {original.responseStatus !== 0 && <span className="text-muted">{original.responseStatus}</span>}
        {original.errorMessage && <p className="max-w-[48ch] text-xs text-muted">{original.errorMessage}</p>}
      </>
    ),
  }),
  column.accessor("responseTime", {
    id: "duration",
    header: "Took",
    enableSorting: false,
    meta: { align: "end", className: "whitespace-nowrap" },
    cell: ({ row: { original } }) =>
      original.responseTime === null ? <None /> : `${original.responseTime} ms`,
  }),
  column.accessor("providerRef", {
    id: "reference",
    header: "Provider's reference",
    enableSorting: false,
    meta: { className: "sm:min-w-40" },
    cell: ({ row: { original } }) =>
      original.providerRef ? (
        <code className="font-mono text-xs break-all">{original.providerRef}</code>
      ) : (
        <None />
      ),
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
