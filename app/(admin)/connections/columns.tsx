"use client";

import { dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import { StatusBadge } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { companyPath } from "@/lib/text/company-path";
import { DeadlineCell } from "../_components/deadline-cell";
import { TwoLineTime } from "../_components/two-line-time";
import { ConnectButton } from "./_components/connect-button";
import { ReconnectButton } from "./_components/reconnect-button";
import type { ConnectionListRow } from "./connection-list-row";

const column = dataTableColumns<ConnectionListRow>();

/** Ids are what the URL calls the orders of the list. */
export const connectionColumns = column.columns([
  column.accessor("companyName", {
    id: "company",
    header: "Company",
    meta: { className: "sm:min-w-36" },
    cell: ({ row }) => <Name>{row.original.companyName}</Name>,
  }),
  column.accessor("status", {
    id: "status",
    header: "Status",
    meta: { className: "sm:min-w-68" },
    cell: ({ row }) => <StatusCell row={row.original} />,
  }),
  column.accessor("providerName", {
    id: "provider",
    header: "Provider",
    cell: ({ row: { original } }) => (
      <>
        {original.providerName}
        {original.environment === "sandbox" && <span className="block text-xs text-muted">Sandbox</span>}
      </>
    ),
  }),
  column.accessor("tenantName", {
    id: "organisation",
    header: "Organisation",
    meta: { className: "sm:min-w-32" },
    cell: ({ row }) => <Name>{row.original.tenantName}</Name>,
  }),
  column.accessor("lastHealthyAt", {
    id: "lastGood",
    header: "Last good",
    meta: { label: "Last good check" },
    cell: ({ row: { original } }) =>
      original.lastHealthyAt ? (
        <TwoLineTime at={original.lastHealthyAt} />
      ) : (
        <span className="text-muted">Never</span>
      ),
  }),
  column.accessor("deadline", {
    id: "deadline",
    header: "Deadline",
    cell: ({ row: { original } }) => <DeadlineCell deadline={original.deadline} />,
  }),
  column.display({
    id: "action",
    header: "Action",
    enableSorting: false,
    meta: { align: "end", hideLabel: true },
    cell: ({ row: { original } }) => <Remedy row={original} />,
  }),
]);

function StatusCell({ row }: { row: ConnectionListRow }) {
  return (
    <div className="py-1">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <StatusBadge status={row.status} />
        {row.since && row.status !== "expiring_soon" && (
          <span className="text-xs text-muted">
            since <Time at={row.since} />
          </span>
        )}
      </span>
      {row.explanation && <p className="mt-1 max-w-[56ch] text-xs text-muted">{row.explanation}</p>}
    </div>
  );
}

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
