"use client";

import type { ReactNode } from "react";
import { DataTable } from "@/components/data-table";
import { type OperationListRow, operationColumns } from "../operation-columns";

interface OperationsTableProps {
  rows: readonly OperationListRow[];
  empty: ReactNode;
  footer?: ReactNode;
}

export function OperationsTable({ rows, empty, footer }: OperationsTableProps) {
  return (
    <DataTable
      columns={operationColumns}
      rows={rows}
      rowId={rowId}
      rowHref={rowHref}
      asList
      caption="Operations"
      empty={empty}
      footer={footer}
    />
  );
}

const rowId = ({ id }: OperationListRow) => id;
const rowHref = ({ id }: OperationListRow) => `/operations/${id}`;
