"use client";

import { dataTableColumns } from "@/components/data-table";
import { OneLine } from "@/components/ui/one-line";
import { RelativeTime } from "@/components/ui/relative-time";
import type { OperationView } from "@/lib/bulk";
import { OperationState } from "./_components/operation-state";

/** What one line of the list shows, ready for the browser. */
export interface OperationListRow {
  id: string;
  title: string;
  below: string;
  state: OperationView["state"];
  failed: number;
  progress: string;
  starterName: string;
  createdAt: Date;
  nowMs: number;
}

const column = dataTableColumns<OperationListRow>();

export const operationColumns = column.columns([
  column.accessor("title", {
    id: "operation",
    header: "Operation",
    meta: { card: "title" },
    cell: ({ row: { original } }) => (
      <>
        <OneLine>{original.title}</OneLine>
        <OneLine className="text-xs font-normal text-muted">{original.below}</OneLine>
      </>
    ),
  }),
  column.accessor("state", {
    id: "state",
    header: "State",
    meta: { card: "status", className: "sm:w-44 2xl:w-56" },
    cell: ({ row: { original } }) => <OperationState state={original.state} failed={original.failed} />,
  }),
  column.accessor("progress", {
    id: "progress",
    header: "Progress",
    meta: { card: "status", className: "sm:w-56 2xl:w-80" },
    cell: ({ row: { original } }) => <OneLine className="tabular-nums">{original.progress}</OneLine>,
  }),
  column.accessor("starterName", {
    id: "by",
    header: "By",
    meta: { card: "fact", className: "sm:w-32 2xl:w-48" },
    cell: ({ row: { original } }) => <OneLine>{original.starterName}</OneLine>,
  }),
  column.accessor("createdAt", {
    id: "begun",
    header: "Begun",
    meta: { card: "fact", className: "sm:w-28 2xl:w-40" },
    cell: ({ row: { original } }) => <RelativeTime at={original.createdAt} seenFromMs={original.nowMs} />,
  }),
]);
