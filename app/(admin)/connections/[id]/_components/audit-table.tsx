"use client";

import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { auditColumns } from "../audit-columns";
import type { AuditLine } from "../audit-line";

export function AuditTable({ lines }: { lines: readonly AuditLine[] }) {
  return (
    <DataTable
      columns={auditColumns}
      rows={lines}
      rowId={(line) => line.id}
      caption="The newest audit rows of this connection"
      density="compact"
      empty={
        <EmptyState title="Nothing recorded yet">
          Whatever happens to this connection appears here.
        </EmptyState>
      }
    />
  );
}
