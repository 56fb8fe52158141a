"use client";

import Link from "next/link";
import { useTicked } from "@/components/data-table";
import { selectAll } from "../words";

interface SelectionCountProps {
  form: string;
  /** How many the whole list has. */
  total: number;
  /** The list with all of them selected; absent where the page has them all. */
  allHref: string | undefined;
}

/** How many rows are ticked; once a whole page is, the way to all that match. */
export function SelectionCount({ form, total, allHref }: SelectionCountProps) {
  const count = useTicked(form);
  const isWhole = !count || (count.rows > 0 && count.ticked === count.rows);
  return (
    <>
      <span className="whitespace-nowrap" aria-live="polite">
        {count ? (
          <>
            <strong className="font-semibold tabular-nums">{count.ticked.toLocaleString("en")}</strong>{" "}
            selected
          </>
        ) : (
          "Ticked rows"
        )}
      </span>
      {allHref && isWhole && (
        <Link
          href={allHref}
          prefetch={false}
          scroll={false}
          className="inline-flex min-h-7 items-center rounded-sm px-1 text-accent underline underline-offset-2"
        >
          {selectAll(total)}
        </Link>
      )}
    </>
  );
}
