"use client";

import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { auditColumns } from "../audit-columns";
import type { AuditLine } from "../audit-line";

interface AuditTableProps {
  lines: readonly AuditLine[];
  /** These rows in the audit log, where each opens. */
  logHref?: string | undefined;
}

export function AuditTable({ lines, logHref }: AuditTableProps) {
  return (
    <DataTable
      columns={auditColumns}
      rows={lines}
      rowId={(line) => line.id}
      rowHref={logHref ? (line) => `${logHref}&row=${line.id}` : undefined}
      caption="The newest audit rows of this connection"
      empty={
        <EmptyState title="Nothing recorded yet">
          Whatever happens to this connection appears here.
        </EmptyState>
      }
    />
  );
}
