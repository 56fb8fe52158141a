import clsx from "clsx";
import { type ReactNode, useId } from "react";

interface CardProps {
  title?: ReactNode;
  sentence?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Leaves out the padding around the children: for tables and lists that reach the edge. */
  flush?: boolean;
}

/** A surface; with a title it is a labelled section under an h2. */
export function Card({ title, sentence, actions, children, className, flush }: CardProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={title ? titleId : undefined}
      className={clsx(
        "min-w-0 rounded-lg border border-border bg-surface",
        flush && "overflow-hidden",
        className,
      )}
    >
      {title && (
        <header
          className={clsx(
            "flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 pt-4 sm:px-5",
            flush && "pb-4",
          )}
        >
          <div className="min-w-0 flex-1 basis-56">
            <h2 id={titleId} className="text-lg font-semibold">
              {title}
            </h2>
            {sentence && <p className="mt-0.5 max-w-[70ch] text-muted">{sentence}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
      )}
      {children && <div className={clsx(!flush && "p-4 sm:px-5")}>{children}</div>}
    </section>
  );
}
