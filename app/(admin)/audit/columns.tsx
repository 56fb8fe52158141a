"use client";

import clsx from "clsx";
import { dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import { TONE_ICON } from "@/components/ui/status";
import type { AuditLine } from "./audit-line";

const column = dataTableColumns<AuditLine>();

export const auditColumns = column.columns([
  column.accessor("iso", {
    id: "time",
    header: "When, UTC",
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <time dateTime={original.iso} className="whitespace-nowrap">
        {original.day} <span className="font-normal text-muted">{original.clock}</span>
      </time>
    ),
  }),
  column.accessor("actorName", {
    id: "actor",
    header: "Who",
    enableSorting: false,
    meta: { className: "sm:min-w-20" },
    cell: ({ row }) => <Name>{row.original.actorName}</Name>,
  }),
  column.accessor("operation", {
    id: "operation",
    header: "What",
    enableSorting: false,
    meta: { className: "sm:min-w-44" },
    cell: ({ row: { original } }) => (
      <>
        {original.operation}
        <code className="block font-mono text-xs wrap-anywhere text-muted">{original.call}</code>
      </>
    ),
  }),
  column.accessor("companyName", {
    id: "company",
    header: "Company",
    enableSorting: false,
    cell: ({ row: { original } }) =>
      original.companyName ? (
        <>
          <Name>{original.companyName}</Name>
          {original.providerName && <span className="block text-xs text-muted">{original.providerName}</span>}
        </>
      ) : (
        <None />
      ),
  }),
  column.accessor("outcome", {
    id: "outcome",
    header: "Outcome",
    enableSorting: false,
    meta: { className: "sm:min-w-40" },
    cell: ({ row: { original } }) => <Outcome line={original} />,
  }),
  column.accessor("responseTime", {
    id: "duration",
    header: "Took",
    enableSorting: false,
    meta: { align: "end", className: "whitespace-nowrap" },
    cell: ({ row: { original } }) =>
      original.responseTime === null ? <None /> : `${original.responseTime} ms`,
  }),
]);

const OUTCOME_TONE = { success: "working", failure: "reconnect", refused: "disconnected" } as const;
const INK = { success: "text-working", failure: "text-reconnect", refused: "text-disconnected" } as const;

function Outcome({ line: { outcome, outcomeWord, status, errorMessage } }: { line: AuditLine }) {
  const Icon = TONE_ICON[OUTCOME_TONE[outcome]];
  return (
    <>
      <span className="inline-flex items-center gap-1.5">
        <Icon aria-hidden className={clsx("size-3.5 shrink-0", INK[outcome])} strokeWidth={2.5} />
        <span className={clsx("font-medium", INK[outcome])}>{outcomeWord}</span>
        {status !== 0 && <span className="text-muted">{status}</span>}
      </span>
      {errorMessage && <p className="line-clamp-2 max-w-[44ch] text-xs text-muted">{errorMessage}</p>}
    </>
  );
}

function None() {
  return (
    <span className="text-muted">
      <span aria-hidden>–</span>
      <span className="sr-only">None</span>
    </span>
  );
}
