"use client";

import { dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import { RelativeTime } from "@/components/ui/relative-time";
import { PersonState } from "./_components/person-state";
import type { PersonListRow } from "./person-list-row";
import {
  LAST_SEEN,
  NEVER,
  ROLE_WORDS,
  SECOND_FACTOR_OFF,
  SECOND_FACTOR_ON,
  SIGNS_IN_WITH,
  YOU,
} from "./words";

const column = dataTableColumns<PersonListRow>();

export const personColumns = column.columns([
  column.accessor("name", {
    header: "Name",
    meta: { className: "sm:min-w-40" },
    cell: ({ row: { original } }) => (
      <>
        <Name>{original.name}</Name>
        {original.isReader && <span className="font-normal text-muted"> ({YOU})</span>}
      </>
    ),
  }),
  column.accessor("email", {
    header: "Email",
    meta: { className: "sm:min-w-48" },
    cell: ({ row: { original } }) => <span className="wrap-anywhere">{original.email}</span>,
  }),
  column.accessor("role", {
    header: "Role",
    cell: ({ row: { original } }) => ROLE_WORDS[original.role],
  }),
  column.accessor("disabledAt", {
    header: "State",
    cell: ({ row: { original } }) => <PersonState isDisabled={original.disabledAt !== null} />,
  }),
  column.accessor("signsInWith", {
    header: SIGNS_IN_WITH,
    meta: { className: "whitespace-nowrap max-sm:hidden" },
    cell: ({ row: { original } }) => original.signsInWith,
  }),
  column.accessor("hasSecondFactor", {
    header: "Second factor",
    meta: { className: "max-sm:hidden" },
    cell: ({ row: { original } }) =>
      original.hasSecondFactor ? SECOND_FACTOR_ON : <span className="text-muted">{SECOND_FACTOR_OFF}</span>,
  }),
  column.accessor("lastSeenAt", {
    header: LAST_SEEN,
    cell: ({ row: { original } }) =>
      original.lastSeenAt ? (
        <RelativeTime at={original.lastSeenAt} />
      ) : (
        <span className="text-muted">{NEVER}</span>
      ),
  }),
  column.accessor("openSessions", {
    header: "Open sessions",
    meta: { align: "end", className: "max-sm:hidden" },
    cell: ({ row: { original } }) => <span className="tabular-nums">{original.openSessions}</span>,
  }),
]);
