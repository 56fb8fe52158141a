"use client";

import { dataTableColumns } from "@/components/data-table";
import { Bars } from "@/components/ui/bars";
import { companyPath } from "@/lib/text/company-path";
import { DeadlineCell } from "../_components/deadline-cell";
import { CompanyCell } from "../_lists/company-cell";
import { LastRead } from "../_lists/last-read";
import { StatusCell } from "../_lists/status-cell";
import { ConnectButton } from "./_components/connect-button";
import { ReconnectButton } from "./_components/reconnect-button";
import type { ConnectionListRow } from "./connection-list-row";

const column = dataTableColumns<ConnectionListRow>();

/** Ids are what the URL calls the orders of the list. */
export const connectionColumns = column.columns([
  column.accessor("companyName", {
    id: "company",
    header: "Company",
    meta: { card: "title" },
    cell: ({ row: { original } }) => <CompanyCell name={original.companyName} below={original.below} />,
  }),
  column.accessor("status", {
    id: "status",
    header: "Status",
    meta: { card: "status", className: "sm:w-48 xl:w-58 2xl:w-80" },
    cell: ({ row: { original } }) => <StatusCell {...original} />,
  }),
  column.accessor("freshness", {
    id: "lastRead",
    header: "Last read",
    meta: { card: "fact", className: "sm:w-26 xl:w-27 2xl:w-40" },
    cell: ({ row: { original } }) => <LastRead {...original} />,
  }),
  column.accessor("deadline", {
    id: "deadline",
    header: "Deadline",
    meta: { card: "fact", className: "sm:w-34 xl:w-36 2xl:w-48" },
    cell: ({ row: { original } }) => <DeadlineCell deadline={original.deadline} />,
  }),
  column.accessor("days", {
    id: "days",
    header: "90 days",
    meta: { unsorted: true, card: "none", className: "max-xl:hidden sm:w-34 2xl:w-60" },
    cell: ({
      row: {
        original: { days },
      },
    }) => (
      <div role="img" aria-label={days.summary} title={days.summary}>
        <Bars letters={days.letters} className="h-4" />
      </div>
    ),
  }),
  column.display({
    id: "action",
    header: "Action",
    meta: { align: "end", hideLabel: true, card: "action", className: "sm:w-30" },
    cell: ({ row: { original } }) => <Remedy row={original} />,
  }),
]);

function Remedy({ row: { id, companyId, remedy } }: { row: ConnectionListRow }) {
  if (!remedy) return null;
  if (remedy.kind === "reconnect") return <ReconnectButton connectionId={id} size="sm" variant="secondary" />;
  const { provider } = remedy;
  return (
    <ConnectButton
      companyId={companyId}
      provider={provider}
      returnTo={companyPath(companyId)}
      size="sm"
      variant="secondary"
    >
      Connect
    </ConnectButton>
  );
}
