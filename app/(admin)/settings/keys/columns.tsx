"use client";

import { dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { KeyActions } from "./_components/key-actions";
import { KeyStatusMark } from "./_components/key-status-mark";
import type { KeyListRow } from "./key-list-row";
import { LAST_USED, oldSecretUntil, revokedOn } from "./words";

const column = dataTableColumns<KeyListRow>();

export const keyColumns = column.columns([
  column.accessor("name", {
    header: "Key",
    meta: { className: "sm:min-w-36" },
    cell: ({ row: { original } }) => (
      <>
        <Name>{original.name}</Name>
        <span className="block text-xs font-normal text-muted">
          <Name>{original.service}</Name>
        </span>
        <code className="block font-mono text-xs font-normal break-all text-muted">{original.id}</code>
      </>
    ),
  }),
  column.accessor("status", {
    header: "Status",
    meta: { className: "sm:min-w-36" },
    cell: ({ row: { original } }) => (
      <div className="py-1">
        <KeyStatusMark status={original.status} />
        {original.formerUntil && (
          <p className="mt-0.5 text-xs text-muted">
            <Sentence parts={oldSecretUntil(<Time at={original.formerUntil} dateOnly />)} />
          </p>
        )}
        {original.notes.map((note) => (
          <p key={note} className="mt-0.5 max-w-[36ch] text-xs text-muted">
            {note}
          </p>
        ))}
      </div>
    ),
  }),
  column.accessor("may", {
    header: "May",
    meta: { className: "sm:min-w-40" },
    cell: ({ row: { original } }) => <span className="text-pretty">{original.may}</span>,
  }),
  column.accessor("companies", {
    header: "Reaches",
    meta: { className: "sm:min-w-36" },
    cell: ({ row: { original } }) => (
      <>
        <Name>{original.companies}</Name>
        <span className="block text-xs text-muted">{original.environment}</span>
        {original.bounds.map((bound) => (
          <span key={bound} className="block text-xs wrap-anywhere text-muted">
            {bound}
          </span>
        ))}
      </>
    ),
  }),
  column.accessor("lastUsedAt", {
    header: LAST_USED,
    cell: ({ row: { original } }) =>
      original.lastUsedAt ? (
        <RelativeTime at={original.lastUsedAt} />
      ) : (
        <span className="text-muted">Never</span>
      ),
  }),
  column.accessor("expiresAt", {
    header: "Expires",
    cell: ({ row: { original } }) =>
      original.revokedAt ? (
        <span className="text-muted">
          <Sentence parts={revokedOn(<Time at={original.revokedAt} dateOnly />)} />
        </span>
      ) : (
        <Time at={original.expiresAt} dateOnly />
      ),
  }),
  column.display({
    id: "actions",
    header: "Actions",
    meta: { align: "end", hideLabel: true },
    cell: ({ row: { original } }) => <KeyActions row={original} />,
  }),
]);
