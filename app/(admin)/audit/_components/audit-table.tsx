"use client";

import type { ReactNode } from "react";
import { DataTable } from "@/components/data-table";
import type { AuditLine } from "../audit-line";
import { auditColumns } from "../columns";

interface AuditTableProps {
  lines: readonly AuditLine[];
  empty: ReactNode;
  footer?: ReactNode;
}

export function AuditTable({ lines, empty, footer }: AuditTableProps) {
  return (
    <DataTable
      columns={auditColumns}
      rows={lines}
      rowId={(line) => line.id}
      rowHref={(line) => line.href}
      caption="Audit log, newest first"
      empty={empty}
      footer={footer}
    />
  );
}
