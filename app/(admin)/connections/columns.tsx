"use client";

import { dataTableColumns } from "@/components/data-table";
import { StatusBadge } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { formatAbsolute } from "@/components/ui/time-format";
import { ConnectButton } from "./_components/connect-button";
import { ReconnectButton } from "./_components/reconnect-button";
import type { ConnectionListRow } from "./connection-list-row";

const column = dataTableColumns<ConnectionListRow>();

/** Ids are what the URL calls the orders of the list. */
export const connectionColumns = column.columns([
  column.accessor("companyName", { id: "company", header: "Company", meta: { className: "sm:min-w-36" } }),
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

/** Half as wide as the time in one line; cards have the room for that. */
function TwoLineTime({ at }: { at: Date }) {
  const [day, month, year, clock, zone] = formatAbsolute(at).split(" ");
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {day} {month} {year}{" "}
      <span className="text-muted sm:block sm:text-xs">
        {clock} {zone}
      </span>
    </time>
  );
}

function DeadlineCell({ deadline }: { deadline: ConnectionListRow["deadline"] }) {
  if (!deadline) {
    return (
      <span className="text-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">None</span>
      </span>
    );
  }
  const { daysLeft, at, kind } = deadline;
  return (
    <>
      <span className="whitespace-nowrap">{daysLeft === 1 ? "1 day" : `${daysLeft} days`}</span>
      <span className="block text-xs whitespace-nowrap text-muted">
        <Time at={at} dateOnly />
        {kind === "hard" && ", for good"}
      </span>
    </>
  );
}

function Remedy({ row: { id, remedy } }: { row: ConnectionListRow }) {
  if (!remedy) return null;
  if (remedy.kind === "reconnect") return <ReconnectButton connectionId={id} size="sm" variant="secondary" />;
  const { companyId, provider } = remedy;
  return (
    <ConnectButton
      companyId={companyId}
      provider={provider}
      returnTo={`/connections/${id}`}
      size="sm"
      variant="secondary"
    >
      Connect
    </ConnectButton>
  );
}
