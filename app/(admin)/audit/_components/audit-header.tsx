import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";

/** The page's title and its sentence on one line: every line above the rows is a row less. */
export function AuditHeader({ sentence, children }: { sentence: string; children: ReactNode }) {
  return (
    <div className="[&>header]:mb-3">
      <PageHeader title="Audit log" badge={<p className="text-muted">{sentence}</p>} actions={children} />
    </div>
  );
}
