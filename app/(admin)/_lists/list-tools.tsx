import clsx from "clsx";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import Link from "next/link";
import type { ReactNode } from "react";
import { PhoneSheet } from "@/components/ui/phone-sheet";
import type { SortColumn } from "@/lib/health";
import { OLDEST_READ_FIRST, SEARCH_AND_SORT } from "./words";

interface ListToolsProps {
  chips: ReactNode;
  /** The form of the list's filters. */
  form: ReactNode;
  /** Whether a filter is set that the chips don't show. */
  narrowed: boolean;
  /** The orders that phones choose from: they have no column heads. */
  orders: readonly SortOrder[];
}

export interface SortOrder {
  label: string;
  href: string;
  chosen: boolean;
}

/** Chips and search in one line; on phones the search and the order wait behind one button. No script opens it. */
export function ListTools({ chips, form, narrowed, orders }: ListToolsProps) {
  return (
    <div className="mb-2.5 flex items-center gap-2 sm:max-xl:flex-col sm:max-xl:items-stretch xl:justify-between print:hidden">
      {chips}
      <PhoneSheet
        id="search-and-sort"
        label={
          <>
            <SlidersHorizontal aria-hidden className="size-4" />
            {SEARCH_AND_SORT}
            {narrowed && <span className="text-accent">(filtered)</span>}
          </>
        }
        buttonClassName="ml-auto"
        className="sm:block sm:flex-1 sm:border-0 sm:bg-transparent sm:p-0 xl:max-w-96 2xl:max-w-lg"
      >
        {form}
        <SortLinks orders={orders} />
      </PhoneSheet>
    </div>
  );
}

function SortLinks({ orders }: { orders: readonly SortOrder[] }) {
  return (
    <nav aria-label="Sort by" className="mt-4 sm:hidden">
      <p aria-hidden className="mb-1 font-medium">
        Sort by
      </p>
      <ul className="flex flex-wrap gap-1.5">
        {orders.map(({ label, href, chosen }) => (
          <li key={label}>
            <Link
              href={href}
              prefetch={false}
              aria-current={chosen ? "true" : undefined}
              className={clsx(
                "inline-flex min-h-8 items-center rounded-full border px-3 text-sm no-underline",
                chosen ? "border-accent font-medium text-accent" : "border-border text-muted",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The orders that a list offers; each from its useful end. */
export function ordersOf(
  chosen: { sort: SortColumn; direction: "asc" | "desc" },
  hrefOf: (order: { sort: SortColumn; direction: "asc" | "desc" }) => string,
): SortOrder[] {
  const offered = [
    ["Worst first", "status", "asc"],
    ["Company", "company", "asc"],
    ["Organisation", "organisation", "asc"],
    ["Provider", "provider", "asc"],
    [OLDEST_READ_FIRST, "lastRead", "asc"],
    ["Deadline", "deadline", "asc"],
  ] as const;
  return offered.map(([label, sort, direction]) => ({
    label,
    href: hrefOf({ sort, direction }),
    chosen: chosen.sort === sort && chosen.direction === direction,
  }));
}
