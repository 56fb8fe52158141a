import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { SealLine } from "./seal-line";

/** The page's title, its sentence and the log's seal on one line, where there is room. */
export function AuditHeader({ sentence, children }: { sentence: string; children: ReactNode }) {
  return (
    <div className="[&>header]:mb-3">
      <PageHeader
        title="Audit log"
        badge={
          <div className="flex flex-wrap items-baseline gap-x-3">
            <p className="text-muted">{sentence}</p>
            <SealLine />
          </div>
        }
        actions={children}
      />
    </div>
  );
}
