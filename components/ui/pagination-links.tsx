import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";
import { ButtonLink } from "./button-link";

interface PaginationLinksProps {
  /** Absent where there is nothing further that way. */
  newerHref?: string;
  olderHref?: string;
  newerLabel?: string;
  olderLabel?: string;
  /** Such as "Rows 1 to 100 of 10,000+". */
  summary?: ReactNode;
}

/** Keyset paging as plain links. */
export function PaginationLinks(props: PaginationLinksProps) {
  const { newerHref, olderHref, newerLabel = "Newer", olderLabel = "Older", summary } = props;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-sm text-muted">{summary}</p>
      <div className="flex gap-2">
        {newerHref && (
          <ButtonLink href={newerHref} size="sm" rel="prev">
            <ChevronLeft aria-hidden />
            {newerLabel}
          </ButtonLink>
        )}
        {olderHref && (
          <ButtonLink href={olderHref} size="sm" rel="next">
            {olderLabel}
            <ChevronRight aria-hidden />
          </ButtonLink>
        )}
      </div>
    </nav>
  );
}
