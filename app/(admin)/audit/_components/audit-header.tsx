import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { ViewsMenu } from "../../_views/views-menu";
import type { ShownList } from "../../_views/views-of-list";

interface AuditHeaderProps {
  sentence: string;
  views: ShownList;
  children: ReactNode;
}

/** The page's title and its sentence on one line: every line above the rows is a row less. */
export function AuditHeader({ sentence, views, children }: AuditHeaderProps) {
  return (
    <div className="[&>header]:mb-3">
      <PageHeader
        title="Audit log"
        badge={
          <>
            <ViewsMenu {...views} />
            <p className="text-muted">{sentence}</p>
          </>
        }
        actions={children}
      />
    </div>
  );
}
