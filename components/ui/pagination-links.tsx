import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import ChevronsLeft from "lucide-react/icons/chevrons-left";
import ChevronsRight from "lucide-react/icons/chevrons-right";
import type { ReactNode } from "react";
import { buttonClass } from "./button";
import { ButtonLink } from "./button-link";

interface PaginationLinksProps {
  /** Absent where there is nothing further that way. */
  newerHref?: string;
  olderHref?: string;
  newerLabel?: string;
  olderLabel?: string;
  /** The ends of a list that has both; absent where this page is one. */
  ends?: { firstHref: string | undefined; lastHref: string | undefined };
  /** Such as "Rows 1 to 100 of 10,000+". */
  summary?: ReactNode;
}

/** Keyset paging as plain links. What leads nowhere keeps its place, so that no button slips under the pointer. */
export function PaginationLinks(props: PaginationLinksProps) {
  const { newerHref, olderHref, newerLabel = "Newer", olderLabel = "Older", ends, summary } = props;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-sm text-muted">{summary}</p>
      <div className="flex gap-1.5">
        {ends && (
          <PageLink href={ends.firstHref} label="First page">
            <ChevronsLeft aria-hidden />
          </PageLink>
        )}
        <PageLink href={newerHref} rel="prev">
          <ChevronLeft aria-hidden />
          {newerLabel}
        </PageLink>
        <PageLink href={olderHref} rel="next">
          {olderLabel}
          <ChevronRight aria-hidden />
        </PageLink>
        {ends && (
          <PageLink href={ends.lastHref} label="Last page">
            <ChevronsRight aria-hidden />
          </PageLink>
        )}
      </div>
    </nav>
  );
}

interface PageLinkProps {
  href: string | undefined;
  rel?: "prev" | "next";
  /** Where there is no text. */
  label?: string;
  children: ReactNode;
}

function PageLink({ href, rel, label, children }: PageLinkProps) {
  if (href === undefined) {
    return (
      <span
        aria-hidden
        className={buttonClass(
          { variant: "quiet", size: "sm" },
          "border-border! text-muted! hover:bg-transparent!",
        )}
      >
        {children}
      </span>
    );
  }
  return (
    <ButtonLink href={href} size="sm" rel={rel} aria-label={label} title={label}>
      {children}
    </ButtonLink>
  );
}
