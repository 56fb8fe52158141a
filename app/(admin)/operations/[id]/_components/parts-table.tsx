"use client";

import type { ReactNode } from "react";
import { DataTable } from "@/components/data-table";
import { RESULT_CAPTION } from "../../words";
import { type PartRow, partColumns } from "../part-columns";

interface PartsTableProps {
  rows: readonly PartRow[];
  empty: ReactNode;
  footer?: ReactNode;
}

export function PartsTable({ rows, empty, footer }: PartsTableProps) {
  return (
    <DataTable
      columns={partColumns}
      rows={rows}
      rowId={rowId}
      rowHref={rowHref}
      asList
      caption={RESULT_CAPTION}
      empty={empty}
      footer={footer}
    />
  );
}

const rowId = ({ position }: PartRow) => String(position);
const rowHref = ({ href }: PartRow) => href ?? undefined;
