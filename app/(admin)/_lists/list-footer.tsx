import clsx from "clsx";
import Link from "next/link";
import { END, type PageStart } from "@/app/_paging/page-cursor";
import { PaginationLinks } from "@/components/ui/pagination-links";
import type { HealthPage } from "@/lib/health";
import { type ListParams, pageSizes } from "./list-params";
import { ROWS_PER_PAGE } from "./words";

interface ListFooterProps {
  page: Pick<HealthPage, "rows" | "first" | "total" | "next" | "previous">;
  params: ListParams;
  hrefOf: (params: ListParams, place?: PageStart) => string;
}

/** Where in the list the page is, how to go on, and how much of it to show. */
export function ListFooter({ page, params, hrefOf }: ListFooterProps) {
  const { rows, first, total, next, previous } = page;
  const number = (value: number) => value.toLocaleString("en");
  const last = first + rows.length - 1;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 print:hidden">
      <div className="min-w-0 flex-1 basis-96">
        <PaginationLinks
          newerHref={previous ? hrefOf(params, { before: previous }) : undefined}
          olderHref={next ? hrefOf(params, { after: next }) : undefined}
          newerLabel="Previous"
          olderLabel="Next"
          ends={{
            firstHref: previous ? hrefOf(params) : undefined,
            lastHref: next ? hrefOf(params, { before: END }) : undefined,
          }}
          summary={`${number(first)}–${number(last)} of ${number(total)}`}
        />
      </div>
      <PageSizes params={params} hrefOf={hrefOf} />
    </div>
  );
}

function PageSizes({ params, hrefOf }: Pick<ListFooterProps, "params" | "hrefOf">) {
  return (
    <nav aria-label={ROWS_PER_PAGE} className="flex items-center gap-1 text-sm text-muted">
      <span aria-hidden>Rows</span>
      {pageSizes.map((size) => (
        <Link
          key={size}
          href={hrefOf({ ...params, size })}
          prefetch={false}
          aria-current={size === params.size ? "true" : undefined}
          className={clsx(
            "inline-flex min-h-7 min-w-8 items-center justify-center rounded-sm px-1.5 hover:bg-hover",
            size === params.size && "bg-hover font-medium text-text forced-colors:border",
          )}
        >
          {size}
        </Link>
      ))}
    </nav>
  );
}
