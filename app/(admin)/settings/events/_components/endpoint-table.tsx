"use client";

import type { ReactNode } from "react";
import { DataTable, dataTableColumns } from "@/components/data-table";
import type { StatusTone } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { ToneWord } from "../../_components/tone-word";
import { ENDPOINTS_CAPTION, LAST_MESSAGE, NONE_YET } from "../words";

/** An endpoint as the table shows it. */
export interface EndpointLine {
  id: string;
  target: string;
  takes: string;
  tone: StatusTone;
  state: string;
  detail: string;
  last: { at: Date | null; words: string; error: string | null } | null;
  failed: string;
}

const column = dataTableColumns<EndpointLine>();

const columns = column.columns([
  column.accessor("target", {
    id: "target",
    header: "Receiver",
    cell: ({ row }) => <span className="wrap-anywhere">{row.original.target}</span>,
  }),
  column.accessor("takes", { id: "takes", header: "Gets" }),
  column.accessor("state", {
    id: "state",
    header: "State",
    cell: ({ row: { original } }) => (
      <>
        <ToneWord tone={original.tone} word={original.state} />
        {original.detail && <span className="block text-xs text-muted">{original.detail}</span>}
      </>
    ),
  }),
  column.accessor("last", {
    id: "last",
    header: LAST_MESSAGE,
    cell: ({ row: { original } }) => <Last last={original.last} />,
  }),
  column.accessor("failed", { id: "failed", header: "Failures" }),
]);

function Last({ last }: Pick<EndpointLine, "last">) {
  if (!last) return <span className="text-muted">{NONE_YET}</span>;
  return (
    <>
      {last.words} {last.at && <Time at={last.at} />}
      {last.error && (
        <span className="block max-w-[44ch] text-xs wrap-anywhere text-muted">{last.error}</span>
      )}
    </>
  );
}

export function EndpointTable({ lines, empty }: { lines: readonly EndpointLine[]; empty: ReactNode }) {
  return (
    <DataTable
      columns={columns}
      rows={lines}
      rowId={(line) => line.id}
      rowHref={(line) => `/settings/events/${line.id}`}
      caption={ENDPOINTS_CAPTION}
      empty={empty}
    />
  );
}
