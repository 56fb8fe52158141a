"use client";

import { dataTableColumns } from "@/components/data-table";
import { Time } from "@/components/ui/time";
import { InviteActions } from "./_components/invite-actions";
import type { InviteListRow } from "./invite-list-row";
import { invitedBy, STATE_WORDS } from "./words";

const column = dataTableColumns<InviteListRow>();

export const inviteColumns = column.columns([
  column.accessor("email", {
    header: "Email",
    meta: { className: "sm:min-w-44" },
    cell: ({ row: { original } }) => (
      <>
        <span className="wrap-anywhere">{original.email}</span>
        <span className="block text-xs font-normal wrap-anywhere text-muted">
          {invitedBy(original.invitedByName)}
        </span>
      </>
    ),
  }),
  column.accessor("role", {
    header: "Role",
    cell: ({ row: { original } }) => <span className="capitalize">{original.role}</span>,
  }),
  column.accessor("state", {
    header: "State",
    meta: { className: "sm:min-w-28" },
    cell: ({ row: { original } }) => (
      <span className={original.state === "open" ? undefined : "text-muted"}>
        {STATE_WORDS[original.state]}
      </span>
    ),
  }),
  column.accessor("expiresAt", {
    header: "Valid until",
    cell: ({ row: { original } }) =>
      original.goesOn ? <Time at={original.expiresAt} /> : <span className="text-muted">–</span>,
  }),
  column.display({
    id: "actions",
    header: "Actions",
    meta: { align: "end", hideLabel: true, className: "sm:min-w-80" },
    cell: ({ row: { original } }) => (original.goesOn ? <InviteActions row={original} /> : null),
  }),
]);
