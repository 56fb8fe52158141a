import clsx from "clsx";

export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx("block h-4 max-w-full animate-pulse rounded-sm bg-disconnected-tint", className)}
    />
  );
}

const WIDTHS = ["w-40", "w-24", "w-32", "w-20", "w-28"];

/** Stands where a page with a heading and a table will be. */
export function PageSkeleton({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      <Skeleton className="h-7 w-56" />
      <Skeleton className="mt-3 w-96" />
      <div className="mt-8 rounded-lg border border-border bg-surface">
        {Array.from({ length: rows }, (_, row) => `row ${row + 1}`).map((row) => (
          <div key={row} className="flex h-11 items-center gap-8 border-border px-4 not-first:border-t">
            {WIDTHS.map((width, column) => (
              <Skeleton key={width} className={clsx(width, column > 1 && "max-sm:hidden")} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
