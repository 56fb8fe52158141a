"use client";

import type { ReactNode } from "react";
import { DataTable, dataTableColumns } from "@/components/data-table";
import { Name } from "@/components/ui/name";
import type { StatusTone } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { ToneWord } from "../../../_components/tone-word";
import { redeliver } from "../../actions";
import { MESSAGES_CAPTION, NO_COMPANY, redeliverOne, SENDING_AGAIN } from "../../words";
import { ToldForm } from "./told-form";

/** A message as the table shows it. */
export interface DeliveryLine {
  id: string;
  words: string;
  type: string;
  position: number;
  company: string | null;
  tone: StatusTone;
  state: string;
  at: Date;
  error: string;
  attempts: number;
  /** Whether its endpoint is on. */
  canBeSent: boolean;
}

const column = dataTableColumns<DeliveryLine>();

const columns = column.columns([
  column.accessor("words", {
    id: "event",
    header: "Event",
    cell: ({ row: { original } }) => (
      <>
        {original.words}
        <code className="block font-mono text-xs font-normal wrap-anywhere text-muted">{original.type}</code>
      </>
    ),
  }),
  column.accessor("position", {
    id: "position",
    header: "Position",
    meta: { align: "end" },
  }),
  column.accessor("company", {
    id: "company",
    header: "Company",
    cell: ({ row: { original } }) =>
      original.company ? <Name>{original.company}</Name> : <span className="text-muted">{NO_COMPANY}</span>,
  }),
  column.accessor("state", {
    id: "state",
    header: "State",
    meta: { className: "sm:min-w-44" },
    cell: ({ row: { original } }) => (
      <>
        <ToneWord tone={original.tone} word={original.state} /> <Time at={original.at} />
        {original.error && (
          <span className="block max-w-[44ch] text-xs wrap-anywhere text-muted">{original.error}</span>
        )}
      </>
    ),
  }),
  column.accessor("attempts", {
    id: "attempts",
    header: "Attempts",
    meta: { align: "end" },
  }),
  column.accessor("canBeSent", {
    id: "again",
    header: "Again",
    cell: ({ row: { original } }) =>
      original.canBeSent ? (
        <ToldForm action={redeliver} fields={{ id: original.id }} pending={SENDING_AGAIN}>
          <SubmitButton
            variant="secondary"
            size="sm"
            aria-label={redeliverOne(original.words, original.position)}
          >
            Redeliver
          </SubmitButton>
        </ToldForm>
      ) : (
        <span className="text-muted">Off</span>
      ),
  }),
]);

interface DeliveryTableProps {
  lines: readonly DeliveryLine[];
  empty: ReactNode;
  footer?: ReactNode;
}

export function DeliveryTable({ lines, empty, footer }: DeliveryTableProps) {
  return (
    <DataTable
      columns={columns}
      rows={lines}
      rowId={(line) => line.id}
      caption={MESSAGES_CAPTION}
      empty={empty}
      footer={footer}
    />
  );
}
