"use client";

import { dataTableColumns } from "@/components/data-table";
import { OneLine } from "@/components/ui/one-line";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Tone, ToneWord } from "../_components/operation-state";
import { OUTCOME } from "../words";

/** What one line of the result shows, ready for the browser. */
export interface PartRow {
  position: number;
  name: string;
  /** The provider, where the part is a connection. */
  below: string;
  /** Null where there is no company to lead to. */
  href: string | null;
  tone: Tone;
  stateWord: string;
  words: string;
  finishedAt: Date | null;
  nowMs: number;
}

const column = dataTableColumns<PartRow>();

export const partColumns = column.columns([
  column.accessor("name", {
    id: "company",
    header: "Company",
    meta: { card: "title", className: "sm:w-64 2xl:w-80" },
    cell: ({ row: { original } }) => (
      <>
        <OneLine>{original.name}</OneLine>
        {original.below && <OneLine className="text-xs font-normal text-muted">{original.below}</OneLine>}
      </>
    ),
  }),
  column.accessor("stateWord", {
    id: "result",
    header: "Result",
    meta: { card: "action", className: "sm:w-32" },
    cell: ({ row: { original } }) => <ToneWord tone={original.tone}>{original.stateWord}</ToneWord>,
  }),
  column.accessor("words", {
    id: "words",
    header: OUTCOME,
    meta: { card: "status" },
    cell: ({ row: { original } }) =>
      original.words && (
        <p title={original.words} className="line-clamp-2 text-xs max-sm:line-clamp-none">
          {original.words}
        </p>
      ),
  }),
  column.accessor("finishedAt", {
    id: "at",
    header: "At",
    meta: { card: "none", className: "sm:w-28 2xl:w-40" },
    cell: ({ row: { original } }) =>
      original.finishedAt && <RelativeTime at={original.finishedAt} seenFromMs={original.nowMs} />,
  }),
]);
