"use client";

import type { ReactNode } from "react";
import { followRowLink } from "@/components/data-table/follow-row-link";
import { ROLE } from "@/components/data-table/table-roles";

/** A row made on the server; with scripts a click anywhere on it follows its link. */
export function TableRow({ className, children }: { className: string; children: ReactNode }) {
  return (
    <tr {...ROLE.row} onClickCapture={followRowLink} className={className}>
      {children}
    </tr>
  );
}
