import clsx from "clsx";
import type { ReactNode } from "react";

interface PhoneSheetProps {
  id: string;
  /** The button's content. */
  label: ReactNode;
  buttonClassName?: string;
  /** Looks of the content where it stands in the page: its display, and a frame if it has one. */
  className?: string;
  children: ReactNode;
}

/** Stands in the page where there is room; on phones it waits behind a button, under the top bar. No script opens it. */
export function PhoneSheet({ id, label, buttonClassName, className, children }: PhoneSheetProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={clsx(
          "inline-flex min-h-8 shrink-0 items-center justify-center gap-2 rounded border border-control bg-surface px-2.5 text-xs font-medium hover:bg-hover sm:hidden print:hidden",
          buttonClassName,
        )}
      >
        {label}
      </button>
      <div
        id={id}
        popover="auto"
        className={clsx(
          "inset-x-0 top-14 bottom-auto m-0 w-full min-w-0 border-border bg-surface p-4 text-text max-sm:border-b max-sm:shadow-overlay sm:static sm:w-auto sm:overflow-visible",
          className ?? "sm:block sm:border-0 sm:bg-transparent sm:p-0",
        )}
      >
        {children}
      </div>
    </>
  );
}
